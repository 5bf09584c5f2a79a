"""One history from many extracts, worked out a second time and in the plainest way.

    python3 tests/tools/one_history.py FOLDER [MONTH reported]

reads a folder of months (YYYY-MM) and prints the records as they are in the end, then what was corrected. It is slow,
and follows the words of docs/methods.md, "One history from many extracts", not the code. Names are those of the rule:
F is the file that is taken, E its last day, C the day from which it speaks, O a lacking row and N the one after it.
"""
import csv
import os
import re
import sys
import tomllib
from datetime import date, timedelta

ONE = timedelta(days=1)
# extract -> (start, end, further key columns)
DATED = {
    "episodes": ("DECOM", "DEC", ()),
    "missing": ("MIS_START", "MIS_END", ()),
    "sw_episodes": ("SW_DECOM", "SW_DEC", ("SW_ID",)),
    "reviews": ("REVIEW", "REVIEW", ()),
    "placed_for_adoption": ("DATE_PLACED", "DATE_PLACED", ()),
}
CARRIER = ("PLACE_PROVIDER", "PL_POST", "URN")


def day(text):
    text = (text or "").strip()
    if not text:
        return None
    d, m, y = text.split("/")
    return date(int(y), int(m), int(d))


class Row:
    """A row: what its file says, the month that held it last, and whether its end is a guess."""

    def __init__(self, extract, cells, month):
        start, end, more = DATED[extract]
        self.cells = cells
        self.child = (cells.get("CHILD") or "").strip()
        self.start, self.end = day(cells.get(start)), day(cells.get(end))
        self.group = (self.child,) + tuple((cells.get(m) or "").strip() for m in more)
        self.key = self.group + (self.start,)
        self.rec = (cells.get("REC") or "").strip()
        self.reason = (cells.get("REASON_PLACE_CHANGE") or "").strip()
        self.month = month
        self.guess = False
        self.gone = False

    def cell(self, name):
        return (self.cells.get(name) or "").strip()

    def copy(self):
        new = Row.__new__(Row)
        new.__dict__.update(self.__dict__)
        return new


def last_day(month):
    y, m = map(int, month.split("-"))
    return (date(y + m // 12, m % 12 + 1, 1)) - ONE


def last_first_of_april(d):
    return date(d.year if (d.month, d.day) >= (4, 1) else d.year - 1, 4, 1)


LAYOUTS = os.path.join(os.path.dirname(__file__), "../../indicators/extracts/")
COLUMNS = {e: tomllib.load(open(LAYOUTS + e + ".toml", "rb"))["columns"] for e in DATED}


def content(extract, cells):
    """The fuller row is greater, then the one of the greater content, texts last."""
    coded, texts = [], []
    for name, column in COLUMNS[extract].items():
        value = (cells.get(name) or "").strip()
        if column["type"] == "date":
            coded.append(day(value) or date.min)
        elif column["type"] == "code":
            coded.append(list(column["codes"]).index(value) if value else -1)
        elif column["type"] in ("text", "postcode"):
            texts.append(value)
    return sum(1 for x in coded if x != -1 and x != date.min), coded, texts


def read(folder, extract, month):
    """The rows of an extract and month; of one key and file the later end, then the fuller.
    Of episodes, one that ended on the day it began is kept besides."""
    path = os.path.join(folder, month, extract + ".csv")
    if not os.path.exists(path):
        return []
    best = {}
    with open(path, newline="") as f:
        for cells in csv.DictReader(f):
            row = Row(extract, cells, month)
            if not row.child or row.start is None or "" in row.group:
                continue
            slot = (row.key, extract == "episodes" and row.end == row.start)
            rank = (row.end or date.max, content(extract, cells))
            if slot not in best or rank > best[slot][0]:
                best[slot] = (rank, row)
    return [row for _, row in best.values()]


def open_on(row, d):
    return row.start <= d and (row.end is None or row.end > d)


def overlap(a, b):
    """They share a day."""
    start = max(a.start, b.start)
    ends = [r.end for r in (a, b) if r.end is not None]
    return all(start < end for end in ends)


def closing(record, F, lacking, keys, E, A, extract, children):
    """The day from when F speaks."""
    in_f = {r.child for r in F}
    held = [r.end for r in F if r.end and r.end < E]
    lost_rows = [r for r in lacking if r.end and r.end < E and not r.guess]
    if extract != "episodes":
        held = [r.end for r in F if r.end and r.end < E and r.child in children]
        lost = [r.end for r in lost_rows if r.child in children]
    elif all(d >= A for d in held) and any(r.child in in_f for r in lost_rows):
        lost = [r.end for r in lost_rows]
    else:
        held, lost = [], []
        for child in in_f:
            of_child = [r for r in F if r.child == child]
            if any(open_on(r, E) for r in of_child):
                continue
            ends = [r.end for r in of_child if r.end]
            if ends and LAST(ends, E):
                held.append(LAST(ends, E))
        for child in {r.child for r in record} - in_f:
            of_child = [r for r in record if r.child == child]
            if all(r.end and r.end <= E and not r.guess for r in of_child):
                last = LAST([r.end for r in of_child], E)
                if last:
                    lost.append(last)
        lost += [r.end for r in lost_rows if r.child in in_f]
    if not held:
        return E
    b = min(sorted(set(held), reverse=True), key=lambda x: sum(d >= x for d in lost) + sum(d < x for d in held))
    before = [d for d in lost if d < b]
    a = max(before) if before else None
    if A <= b and (a is None or a < A):
        C = A
    else:
        C = b.replace(day=1)
        if a is not None:
            C = max(C, a + ONE)
    late = sum(d >= C for d in lost)
    known = sum(1 for r in record if r.key in keys and r.end and C <= r.end < E and (extract == "episodes" or r.child in children)
                and not r.guess)
    if late >= 5 and late * 5 > late + known:
        return E
    return C


def LAST(ends, E):
    """The last end by E, where it is a closing day: before E."""
    last = max((d for d in ends if d <= E), default=None)
    return last if last and last < E else None


class History:
    def __init__(self):
        self.told = []

    def tell(self, code, month, extract, count):
        if count:
            self.told.append((code, month, extract, count))

    def make(self, folder, months):
        names = [e for e in DATED if any(read(folder, e, m) for m in months)]
        record = {e: [] for e in names}
        newest = {e: None for e in names}
        for month in months:
            E = last_day(month)
            episodes = read(folder, "episodes", month)
            corrected = set()
            for e in names:
                F = episodes if e == "episodes" else read(folder, e, month)
                if not F:
                    continue
                record[e] = self.take(e, record, F, month, E, episodes, corrected, newest[e])
                newest[e] = (month, F)
        return record

    def take(self, e, records, F, month, E, episodes, corrected, newest):
        record = records[e]
        A = last_first_of_april(E)
        keys = {r.key for r in F}
        children = {r.child for r in (episodes or F)}
        before = [r.copy() for r in record]
        old_keys = {r.key for r in record}
        lacking = [r for r in record if r.key not in keys and r.start <= E]
        if newest is None:
            return [r.copy() for r in F]
        if not lacking:
            return [r for r in record if r.key not in keys] + [r.copy() for r in F]
        C = closing(record, F, lacking, keys, E, A, e, children)

        def counted(rows, of):
            D = last_day(of)
            return sum(1 for r in rows if (open_on(r, D) or (r.end and r.end >= C)) and (e == "episodes" or r.child in children))
        g, n = counted(newest[1], newest[0]), counted(F, month)
        stays = [r for r in record if r.key not in keys]
        if 2 * n < g and g - n >= 5:
            self.tell("incomplete-extract", month, e, 1)
            return stays + [r.copy() for r in F]
        if e == "episodes":
            changed = self.episodes(before, F, stays, lacking, old_keys, E, C, month, corrected)
        else:
            changed = self.events(e, records, F, lacking, old_keys, episodes, children, C, month, corrected)
        if changed >= 5 and changed * 10 > g:
            self.tell("many-vanished", month, e, 1)
        return [r for r in stays if not r.gone] + [r.copy() for r in F]

    def episodes(self, before, F, stays, lacking, old_keys, E, C, month, corrected):
        count = {"deleted": 0, "re-dated": 0, "continued": 0, "vanished": 0}
        old = [r.copy() for r in lacking]
        originals = {id(r): o for r, o in zip(lacking, old)}

        def new_overlap(O, f):
            o = originals[id(O)]
            return overlap(o, f) and not any(r.key == f.key and overlap(o, r) for r in before)

        def same_codes(r, N):
            return (all(r.cell(c) == N.cell(c) for c in ("RNE", "LS", "PLACE"))
                    and all(not r.cell(c) or not N.cell(c) or r.cell(c) == N.cell(c) for c in CARRIER))

        for O in sorted(lacking, key=lambda r: (r.start, r.end != r.start), reverse=True):
            E_old = last_day(O.month)
            contradicted = O.end is None or O.end >= C or O.guess
            mine = [f for f in F if f.child == O.child]
            within = [f for f in mine if f.start < O.start and (f.end is None or O.start < f.end)]
            if O.gone:
                continue
            # Of two of one day the one that did not last goes with the other.
            pair = [x for x in lacking if x is not O and x.key == O.key and x.end == x.start]
            if contradicted and O.start >= C or any(contradicted or new_overlap(O, f) for f in within):
                O.gone = True
                for x in pair:
                    x.gone = True
                count["deleted"] += 1
                corrected.add(O.child)
                continue
            # Of two of one day the one that lasted begins after the one that did not.
            later = lambda r: r.start > O.start or r.start == O.start and O.end == O.start and r.end != r.start
            after = [(r, True) for r in mine if later(r)]
            after += [(r, False) for r in stays if r.child == O.child and not r.gone and later(r)]
            N, of_f = min(after, key=lambda p: (p[0].start, p[0].end != p[0].start), default=(None, False))
            new = N is not None and N.key not in old_keys
            first = N
            if contradicted and not O.guess and N and of_f and new and any(same_codes(O, f) for f in mine if f.start == N.start):
                begins = [f for f in mine if f.start == N.start]
                N = next(f for f in begins if same_codes(O, f))  # of two of that day the one that is like O
                in_time = N.start <= E_old or (N.cell("RNE") == "S" and C <= E_old + ONE)
                nearer = any(x is not O and x.child == O.child and same_codes(x, N)
                             and abs(x.start - N.start) < abs(O.start - N.start) for x in lacking)
                if in_time and not nearer:
                    O.gone = True
                    if len(begins) > 1 or N.cell("RNE") == "S":
                        for x in pair:
                            x.gone = True
                    count["re-dated"] += 1
                    corrected.add(O.child)
                    continue
                N = first
            kind, end, rec = None, O.end, O.rec
            if contradicted and N and N.cell("RNE") != "S" and (not O.guess or of_f and new):
                kind, end, rec = "continued", N.start, "X1"
            elif contradicted:
                kind = "vanished"
                days = [E_old + ONE, C - ONE]
                if N:
                    days.append(N.start - ONE)
                if O.end:
                    days.append(O.end)
                end = max(min(days), O.start)
                rec = O.rec if O.end and O.rec not in ("X1", "") else "?"
            elif N and of_f and any(new_overlap(O, f) for f in mine if f is N):
                kind, end = "continued", N.start
                rec = O.rec if N.cell("RNE") == "S" else "X1"
            elif N and of_f and new and O.rec in ("X1", "") and N.start > O.end and N.cell("RNE") != "S":
                kind, end, rec = "continued", N.start, "X1"
            if kind is None:
                continue
            moved = (end, rec) != (O.end, O.rec)
            if rec != O.rec:
                O.reason = ""
            O.end, O.rec, O.guess = end, rec, kind == "vanished" and rec == "?"
            if moved:
                count[kind] += 1
                corrected.add(O.child)
        for kind, n in count.items():
            self.tell("episode-" + kind, month, "episodes", n)
        return sum(count.values())

    def events(self, e, records, F, lacking, old_keys, episodes, children, C, month, corrected):
        deleted = vanished = 0
        for O in lacking:
            E_old = last_day(O.month)
            if not (O.end is None or O.end >= C):
                continue
            if O.child not in children:
                if not (episodes and O.child in corrected):
                    continue
                ends = [r.end for r in records.get("episodes", []) if r.child == O.child and r.end]
                if ends and O.start < max(ends):
                    continue
            if O.start >= C or any(f.group == O.group and f.key not in old_keys and f.start <= E_old and overlap(O, f) for f in F):
                O.gone = True
                deleted += 1
                continue
            end = max(min(E_old + ONE, C - ONE), O.start)
            if end != O.end:
                O.end = end
                vanished += 1
        self.tell("record-deleted", month, e, deleted)
        self.tell("record-vanished", month, e, vanished)
        return deleted + vanished


def lines(folder, period, reported):
    months = sorted(m for m in os.listdir(folder) if re.fullmatch(r"\d{4}-\d\d", m))
    if reported:
        months = [m for m in months if m <= period]
    history = History()
    out = []
    text = lambda d: d.isoformat() if d else ""
    for e, rows in history.make(folder, months).items():
        for r in rows:
            if e == "episodes":
                cells = [text(r.start), text(r.end), r.rec, r.cell("RNE"), r.cell("PLACE"), r.reason]
            elif e == "sw_episodes":
                cells = [r.cell("SW_ID"), text(r.start), text(r.end)]
            elif e == "missing":
                cells = [text(r.start), text(r.end)]
            else:
                cells = [text(r.start)]
            out.append("|".join([e, r.child] + cells))
    told = sorted((code, n) for code, month, e, n in history.told)
    return sorted(out), told, history.told


if __name__ == "__main__":
    month = sys.argv[2] if len(sys.argv) > 2 else "9999-12"
    rows, _, told = lines(sys.argv[1], month, len(sys.argv) > 3)
    print("\n".join(rows))
    for line in told:
        print("!", *line)
