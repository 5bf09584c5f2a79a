"""Random messy folders of extracts, and what the program makes of them beside what one_history.py makes of them.

    cargo build --example merged_records
    python3 tests/tools/messy_extracts.py 0 500        # the folders of these seeds
    python3 tests/tools/messy_extracts.py show 43      # the differences of one, whose folder is kept

Yearly returns, files of the year to date, full histories, lists of who is there and mixtures; with months that are
missing, files that lost rows, other identifiers, dates put right, records deleted and come back, two rows of a day,
ends that came late or lie in the future.
"""
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta

import one_history as history

PROGRAM = os.path.join(os.path.dirname(__file__), "../../target/debug/examples/merged_records")
D = timedelta
EP = ["CHILD","DECOM","RNE","LS","CIN","PLACE","PLACE_PROVIDER","DEC","REC","REASON_PLACE_CHANGE","HOME_POST","PL_POST","URN"]

def text(d): return d.strftime("%d/%m/%Y") if d else ""
def months(first, n):
    y, m = first
    for i in range(n):
        yield f"{y + (m - 1 + i) // 12}-{(m - 1 + i) % 12 + 1:02d}"

def council(r, children, start, stop):
    eps, mis, sw, rev, pfa = [], [], [], [], []
    for c in range(children):
        c = f"K{c}"
        d = start + D(r.randrange((stop - start).days))
        for _ in range(r.randint(1, 3)):
            first, rne = d, "S"
            ls = r.choice(["C1", "C2", "V2", "V3", "V4"] if r.random() < .3 else ["C2"])
            while True:
                length = r.choice([0, 1, 2, 5, 20, 60, 150, 400]) if r.random() < .5 else r.randint(1, 300)
                leaves = r.random() < .35
                end = d + D(length)
                place = r.choice(["U4", "U6", "K2"])
                eps.append(dict(CHILD=c, DECOM=d, RNE=rne, LS=ls, CIN="N1", PLACE=place, PLACE_PROVIDER=r.choice(["PR1", "", "PR4"]),
                    DEC=end, REC=r.choice(["E4A", "E45", "E13", "E11"]) if leaves else "X1",
                    REASON_PLACE_CHANGE="" if leaves else r.choice(["CREQB", "CARPL"]), PL_POST=r.choice(["AB1 2CD", "", "AB1 3EF"]), URN=r.choice(["1", "2", ""])))
                d, rne = end, r.choice(["P", "P", "L", "B", "T", ""])
                if r.random() < .1: ls = r.choice(["C1", "C2", "E1"])
                if leaves or d > stop: break
            t = first
            while t < min(d, stop):
                t += D(r.randint(1, 120)); back = t + D(r.randint(0, 9))
                if r.random() < .5: mis.append(dict(CHILD=c, MIS_START=t, MIS_END=back, MISSING="M"))
                if r.random() < .5: rev.append(dict(CHILD=c, REVIEW=t, REVIEW_CODE="PN1"))
                if r.random() < .1: pfa.append(dict(CHILD=c, DATE_PLACED=t, DATE_PLACED_CEASED=None, REASON_PLACED_CEASED=""))
            t = first
            while t < min(d, stop):
                n = t + D(r.randint(5, 300)); sw.append(dict(CHILD=c, SW_ID=f"W{r.randrange(4)}", SW_DECOM=t, SW_DEC=n, SW_REASON="")); t = n
            d += D(r.choice([0, 1, 10, 30, 200]))
            if d > stop: break
    return dict(episodes=eps, missing=mis, sw_episodes=sw, reviews=rev, placed_for_adoption=pfa)

def alter(r, rows, e, rate):
    """Some records of the truth wrong."""
    s, en, _ = history.DATED[e]
    out = []
    for row in rows:
        row = dict(row)
        x = r.random()
        if x < rate:
            k = r.randrange(9)
            if k == 0: continue
            if k == 1: row[s] += D(r.choice([-20, -3, -1, 1, 2, 5, 30]))
            if k == 2 and en != s: row[en] = None
            if k == 3 and en != s: row[en] += D(r.choice([-30, -2, 1, 3, 40]))
            if k == 4:
                row["CHILD"] += "x"
            if k == 5 and e == "episodes": row["REC"] = r.choice(["", "X1", "E4A"])
            if k == 6:
                new = dict(row); new[s] += D(r.choice([0, 1, 4, 40]))
                if en != s: new[en] = r.choice([None, new[s], row[en]])
                out.append(new)
            if k == 7 and e == "episodes": row.update(PLACE=r.choice(["U4", "K2"]), RNE=r.choice("SPT"))
            if k == 8 and e == "episodes": row["URN"] = r.choice(["1", "2", ""])
            if e == "episodes" and row["DEC"] is None: row["REC"] = ""
        out.append(row)
    return out

def cut(r, rows, e, month, kind, future):
    s, en, _ = history.DATED[e]
    E = history.last_day(month); A = history.last_first_of_april(E)
    out = []
    for row in rows:
        row = dict(row)
        if row[s] > E and not future: continue
        if row[s] > E + D(40): continue
        end = row[en]
        if end and end > E and not future and en != s:
            row[en] = None
            if e == "episodes": row["REC"] = row["REASON_PLACE_CHANGE"] = ""
        end = row[en]
        if kind == "ytd" and end and end < A: continue
        if kind == "snap" and ((end and end <= E) if en != s else end < E - D(30)): continue
        out.append(row)
    return out

def folder(seed, path):
    r = random.Random(seed)
    big = r.random() < .3
    n = r.randint(12, 60) if big else r.randint(1, 8)
    first = (r.choice([2016, 2017]), r.randint(1, 12))
    many = list(months(first, r.randint(2, 30)))
    start = date(first[0] - r.randint(0, 2), first[1], 1); stop = history.last_day(many[-1])
    truth = council(r, n, start, stop + D(60))
    shape = r.choice(["yearly", "ytd", "full", "snap", "mix", "mix"])
    rate = r.choice([0, .02, .1, .3])
    keep = r.choice([1, 1, .7, .4])
    future = r.random() < .2
    have = [e for e in truth if r.random() < (.9 if e == "episodes" else .6)]
    ids_changed = r.random() < .1 and r.choice(many)
    used = []
    stable = {e: alter(r, truth[e], e, rate) for e in truth}
    for m in many:
        yearly = shape == "yearly" or shape == "mix" and r.random() < .3
        if yearly and not m.endswith("-03") and m != many[-1]: continue
        if r.random() > keep: continue
        kind = {"yearly": "ytd", "mix": r.choice(["ytd", "full", "snap"])}.get(shape, shape)
        if r.random() < .35 and rate: stable = {e: alter(r, truth[e], e, rate) for e in truth}
        os.makedirs(os.path.join(path, m)); wrote = False
        for e in have:
            if r.random() < .07: continue
            rows = cut(r, stable[e], e, m, kind, future)
            if r.random() < .04: rows = [x for x in rows if r.random() < .3]
            if r.random() < .03: rows = []
            if ids_changed and m >= ids_changed:
                for x in rows: x["CHILD"] = "N" + x["CHILD"]
            r.shuffle(rows)
            cols = EP if e == "episodes" else list(dict(missing=["CHILD","MIS_START","MIS_END","MISSING"], sw_episodes=["CHILD","SW_ID","SW_DECOM","SW_DEC","SW_REASON"], reviews=["CHILD","REVIEW","REVIEW_CODE"], placed_for_adoption=["CHILD","DATE_PLACED","DATE_PLACED_CEASED","REASON_PLACED_CEASED"])[e])
            with open(os.path.join(path, m, e + ".csv"), "w", newline="") as f:
                w = csv.writer(f); w.writerow(cols)
                for x in rows: w.writerow([text(x[c]) if isinstance(x.get(c), date) else x.get(c) or "" for c in cols])
            wrote = True
        if wrote: used.append(m)
        else: os.rmdir(os.path.join(path, m))
    if not used: return None
    reported = r.random() < .2
    return (r.choice(used) if reported else used[-1]), reported

def compare(path, period, reported):
    rows, told, full = history.lines(path, period, reported)
    there = open(path + ".records").read().splitlines()
    theirs = sorted(x for x in there if x and not x.startswith("!"))
    told2 = sorted((x.split("|")[0][1:], int(x.split("|")[1])) for x in there if x.startswith("!"))
    told1 = sorted((c, n) for c, n in told if c not in ("incomplete-extract", "many-vanished"))
    # counts of the two warnings of files: that they are told
    told1 += sorted((c, 0) for c, n in told if c in ("incomplete-extract", "many-vanished"))
    told2 = sorted((c, n) for c, n in told2 if c not in ("incomplete-extract", "many-vanished")) + sorted((c, 0) for c, n in told2 if c in ("incomplete-extract", "many-vanished"))
    return rows, theirs, told1, told2, full

def main(lo, hi, keep=5):
    root = tempfile.mkdtemp()
    jobs = []
    for seed in range(lo, hi):
        p = f"{root}/{seed}"; os.makedirs(p)
        got = folder(seed, p)
        if got: jobs.append((seed, p) + got)
    inp = "".join(f"{p} {m}{' reported' if rep else ''}\n" for _, p, m, rep in jobs)
    subprocess.run([PROGRAM], input=inp, text=True, check=True)
    bad, told_bad, corrections = [], [], 0
    total = Counter()
    for seed, p, m, rep in jobs:
        a, b, ta, tb, full = compare(p, m, rep)
        for c, mm, e, n in full: total[c] += n
        if a != b: bad.append((seed, len(set(a) ^ set(b)), m, rep))
        elif ta != tb: told_bad.append((seed, [x for x in ta if ta.count(x)!=tb.count(x)], [x for x in tb if ta.count(x)!=tb.count(x)]))
    print(len(jobs), "folders;", len(bad), "differ;", len(told_bad), "differ in what is told;", dict(total))
    print(sorted(bad, key=lambda x: x[1])[:12])
    for t in told_bad[:keep]: print(t)
    shutil.rmtree(root)

if __name__ == "__main__":
    if sys.argv[1] == "show":
        seed = int(sys.argv[2]); p = tempfile.mkdtemp()
        m, rep = folder(seed, p)
        subprocess.run([PROGRAM], input=f"{p} {m}{' reported' if rep else ''}\n", text=True, check=True)
        a, b, ta, tb, full = compare(p, m, rep)
        print(p, "period", m, "as reported" if rep else "")
        for x in sorted(set(a) - set(b)): print("py  ", x)
        for x in sorted(set(b) - set(a)): print("rust", x)
        print([x for x in ta if ta.count(x)!=tb.count(x)]); print([x for x in tb if ta.count(x)!=tb.count(x)])
    else:
        main(int(sys.argv[1]), int(sys.argv[2]))
