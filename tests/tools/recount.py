#!/usr/bin/env python3
"""Counts the indicators of 2026 a second time, apart from the program: plain Python over the CSV files.

    target/debug/scorecard compute national tests/tools/recounted.toml --extracts sample-data --period 2018-03 \\
        --authority E08000011 --format json -q --today 2018-04-03 | tests/tools/recount.py sample-data 2018-03 E08000011

prints each figure that differs, and how many agree. Only for histories that need no correction, such as the sample data:
of records that several months hold the latest counts.
"""
import csv, glob, json, os, sys
from calendar import monthrange
from datetime import date, timedelta
from math import floor, sqrt


def day(text):
    return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else None


def months(on, number):
    """So many calendar months later; a day that the month lacks is its last."""
    at = on.year * 12 + on.month - 1 + number
    year, month = at // 12, at % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


folder, period, authority = sys.argv[1:4]
year, month = map(int, period.split("-"))
E = date(year, month, monthrange(year, month)[1])
day_after = E + timedelta(1)
S12, S24, S36 = (months(day_after, -n) for n in (12, 24, 36))
inside = lambda on, since: on is not None and since <= on <= E


def read(name, keys, latest=False):
    rows, newest = {}, {}
    for path in sorted(glob.glob(f"{folder}/*/{name}.csv")) or [f"{folder}/{name}.csv"]:
        if not os.path.exists(path):
            continue
        of_month = os.path.basename(os.path.dirname(path))
        if latest and of_month > period:
            continue
        with open(path, newline="", encoding="utf-8-sig") as file:
            newest = {tuple(row.get(key) for key in keys): row for row in csv.DictReader(file)}
        rows.update(newest)
    return list((newest if latest else rows).values())


births = {row["CHILD"]: day(row["DOB"]) for row in read("header", ["CHILD"])}
episodes = {}
for row in read("episodes", ["CHILD", "DECOM"]):
    start, end = day(row["DECOM"]), day(row["DEC"])
    if start > E or row["LS"] in ("V3", "V4"):
        continue
    open_ = end is None or end > E
    episodes.setdefault(row["CHILD"], []).append(
        dict(row, start=start, end=None if open_ else end, rec="" if open_ else row["REC"])
    )

temporary = lambda episode: episode["PLACE"] in ("T0", "T1", "T2", "T3", "T4")
periods, placements = {}, {}
for child, own in episodes.items():
    own.sort(key=lambda episode: episode["start"])
    runs = []
    for episode in own:
        if not runs or episode["RNE"] == "S" or runs[-1][-1]["rec"] not in ("", "X1"):
            runs.append([])
        runs[-1].append(episode)
    periods[child] = [
        dict(start=run[0]["start"], known=at > 0 or run[0]["RNE"] == "S", first=run[0], run=run,
             end=run[-1]["end"] if run[-1]["rec"] not in ("", "X1") else None, rec=run[-1]["rec"])
        for at, run in enumerate(runs)
    ]
    placements[child] = []
    for of_period, run in enumerate(runs):
        found, anew, at = [], True, 0
        while at < len(run):
            if not temporary(run[at]):
                if anew or run[at]["RNE"] in ("S", "P", "B"):
                    found.append([])
                found[-1].append(run[at])
                anew, at = False, at + 1
                continue
            last = at
            while last + 1 < len(run) and temporary(run[last + 1]):
                last += 1
            ends_care = last + 1 == len(run) and run[last]["rec"] not in ("", "X1")
            returns = last + 1 < len(run) and at > 0 and run[at - 1]["PLACE"] == run[last + 1]["PLACE"] != ""
            if at > 0 and not ends_care and (returns or last + 1 == len(run) and run[last]["end"] is None):
                found[-1] += run[at:last + 2]
                at = last + 2
            else:
                found.append(run[at:last + 1])
                anew, at = True, last + 1
        for group in found:
            lasting = [episode for episode in group if not temporary(episode)] or group
            ends = [episode["end"] for episode in group]
            placements[child].append(dict(
                period=of_period, episodes=group, start=group[0]["start"], end=None if None in ends else max(ends),
                code=lasting[-1]["PLACE"], provider=lasting[-1]["PLACE_PROVIDER"], temporary=temporary(lasting[-1])))

now = {}
for child, own in episodes.items():
    open_ = [episode for episode in own if episode["end"] is None]
    if open_ and (births.get(child) is None or age(births[child], E) < 18):
        placement = next(p for p in placements[child] if open_[-1] in p["episodes"])
        care = periods[child][placement["period"]]
        now[child] = dict(episode=open_[-1], code=placement["code"], provider=placement["provider"], care=care,
                          placement=placement)

uasc = {}
for row in read("uasc", ["CHILD"]):
    uasc[row["CHILD"]] = day(row["DUC"])
unaccompanied = lambda child, on: child in uasc and (uasc[child] is None or uasc[child] > on)
populations = [row for row in read("population", ["area_code", "year"]) if row["area_code"] == authority]
population = int(max((row for row in populations if int(row["year"]) < year + (month > 3)), key=lambda row: int(row["year"]))["population_0_17"])

results = {}
share = lambda id, of, part: results.__setitem__(id, (sum(map(bool, map(part, of))), len(of)))
count = lambda id, of: results.__setitem__(id, (len(of), None))
mean = lambda id, values: results.__setitem__(id, (sum(values), len(values)))
rate = lambda id, number: results.__setitem__(id, (number, population))

starts = []
for child, own in periods.items():
    for at, care in enumerate(own):
        if care["first"]["RNE"] == "S" and care["start"] >= S12:
            before = own[at - 1]["end"] if at else None
            starts.append((child, care["start"], before is not None and before > months(care["start"], -12)))
            break
rate("cla-start-rate", len(starts))
share("uasc-starts", starts, lambda start: unaccompanied(*start[:2]))
share("re-entered", starts, lambda start: start[2])
rate("uasc-rate", sum(unaccompanied(child, E) for child in now))

home = []
for child, own in periods.items():
    ends = [at for at, care in enumerate(own) if care["end"] and S24 <= care["end"] < S12 and care["rec"] in ("E4", "E4A", "E4B", "E13")]
    if ends:
        later = [care["start"] for care in own[ends[-1] + 1:]]
        home.append(bool(later) and later[0] < months(own[ends[-1]]["end"], 12))
share("returned-and-came-back", home, bool)
left = [care for own in periods.values() for care in own if inside(care["end"], S12)]
mean("days-in-care-of-leavers", [(care["end"] - care["start"]).days for care in left if care["known"]])
ceased = [max((care for care in own if inside(care["end"], S12)), key=lambda care: care["end"], default=None) for own in periods.values()]
share("arrangements-order", [care for care in ceased if care], lambda care: care["rec"] == "E41")

children = list(now.values())
for id, codes in {"homes-percent": ["K1", "K2"], "supported-accommodation": ["H5", "P2", "K3"],
                  "kinship-percent": ["U1", "U2", "U3"], "with-parents": ["P1"]}.items():
    share(id, children, lambda child: child["code"] in codes)
count("under-16-supported-count", [c for c, it in now.items() if births.get(c) and age(births[c], E) < 16 and it["code"] in ("H5", "P2", "K3")])
count("other-placements-count", [it for it in children if it["code"] in ("Z1", "Z11", "Z12", "Z13", "Z14")])
provided = [it for it in children if it["provider"]]
share("own-provision", provided, lambda it: it["provider"] == "PR1")
share("private-provision", provided, lambda it: it["provider"] == "PR4")
share("agency-fostering", [it for it in provided if it["code"] in ("U1", "U2", "U3", "U4", "U5", "U6")], lambda it: it["provider"] in ("PR4", "PR5"))

spots = {}
for row in read("postcodes", ["pcds"]):
    spots[row["pcds"].replace(" ", "").upper()] = row
spot = lambda text: spots.get(text.replace(" ", "").upper())


def far(episode):
    a, b = spot(episode["HOME_POST"]), spot(episode["PL_POST"])
    if not a or not b:
        return False
    east, north = (int(a[key]) - int(b[key]) for key in ("oseast1m", "osnrth1m"))
    return floor(sqrt(east**2 + north**2) / 1000 / 1.6093 * 10 + 0.5) / 10 > 20 and b["oslaua"] != authority


everywhere = [p for own in placements.values() for p in own]
share("new-placements-far", [p for p in everywhere if inside(p["start"], S12) and not p["temporary"]], lambda p: far(p["episodes"][0]))
moves = []
for own in placements.values():
    for one, following in zip(own, own[1:]):
        last = one["episodes"][-1]
        if inside(one["end"], S12) and last["rec"] == "X1" and following["period"] == one["period"] and following["start"] == one["end"]:
            moves.append(last["REASON_PLACE_CHANGE"])
share("moves-for-the-plan", moves, lambda reason: reason == "CARPL")

two_years = [child for child, it in now.items() if it["care"]["start"] <= S24]
overlaps = lambda start, end, since: start <= E and (end is None or end > since)
share("placements-three-or-more-two-years", two_years, lambda child: sum(overlaps(p["start"], p["end"], S24) for p in placements[child]) >= 3)
workers = {}
for row in read("sw_episodes", ["CHILD", "SW_ID", "SW_DECOM"]):
    if overlaps(day(row["SW_DECOM"]), day(row["SW_DEC"]), S24):
        workers.setdefault(row["CHILD"], set()).add(row["SW_ID"])
share("social-workers-three-or-more-two-years", two_years, lambda child: len(workers.get(child, ())) >= 3)

oc2 = {row["CHILD"]: row for row in read("oc2", ["CHILD"], latest=True)}
cohort = [dict(oc2.get(child, {}), born=day(oc2.get(child, {}).get("DOB", "")) or births.get(child)) for child, it in now.items() if it["care"]["start"] <= S12]
scores = [int(row["SDQ_SCORE"]) for row in cohort if row.get("SDQ_SCORE") and row["born"] and 5 <= age(row["born"], E) <= 16]
share("sdq-borderline", scores, lambda score: 14 <= score <= 16)
share("sdq-concern", scores, lambda score: score >= 17)
share("substance-refused", [row for row in cohort if row.get("SUBSTANCE_MISUSE") == "1"], lambda row: row["INTERVENTION_OFFERED"] == "1" and row["INTERVENTION_RECEIVED"] != "1")

adult = lambda child: months(births[child], 18 * 12) if births.get(child) else date.max
during = [child for child, own in episodes.items()
          if any(max(e["start"], S12) <= min(*(on for on in ((e["end"] or day_after) - timedelta(1), E, adult(child) - timedelta(1)))) for e in own)]
away = {row["CHILD"] for row in read("missing", ["CHILD", "MIS_START"]) if row["MISSING"] == "A" and day(row["MIS_START"]) <= E and (not row["MIS_END"] or day(row["MIS_END"]) >= S12)}
share("missing-percent-away", during, lambda child: child in away)

EET = ("F1", "F2", "F3", "F4", "F5", "P1", "P2", "P3", "P4", "P5")
leavers = [dict(row, age=age(day(row["DOB"]), E)) for row in read("oc3", ["CHILD"], latest=True) if row["IN_TOUCH"] not in ("DIED", "RHOM")]
aged = lambda a, b: [row for row in leavers if a <= row["age"] <= b]
share("care-leavers-eet-17-18", aged(17, 18), lambda row: row["ACTIV"] in EET)
share("care-leavers-suitable-accommodation-17-18", [row for row in aged(17, 18) if row["ACCOM"][:1] not in ("G", "H", "R")], lambda row: row["ACCOM"][1:] == "1")
share("care-leavers-eet-22-25", aged(22, 25), lambda row: row["ACTIV"] in EET)
share("care-leavers-neet", aged(19, 21), lambda row: row["ACTIV"] in ("G4", "G5", "G6"))
share("care-leavers-neet-illness", aged(19, 21), lambda row: row["ACTIV"] == "G4")
share("care-leavers-neet-parenting", aged(19, 21), lambda row: row["ACTIV"] == "G6")
share("care-leavers-activity-not-known", aged(19, 21), lambda row: row["ACTIV"] not in EET + ("G4", "G5", "G6"))

waiting = [it for it in children if it["episode"]["LS"] in ("E1", "D1") and it["code"] not in ("A3", "A4", "A5", "A6")]
count("adoption-waiting-count", waiting)
share("adoption-waiting-18-months", [it for it in waiting if it["care"]["known"]], lambda it: it["care"]["start"] <= months(day_after, -18))
decisions = read("placed_for_adoption", ["CHILD", "DATE_PLACED"])
count("adoption-decisions", {row["CHILD"] for row in decisions if inside(day(row["DATE_PLACED"]), S12)})
count("adoption-decisions-reversed", {row["CHILD"] for row in decisions if inside(day(row["DATE_PLACED_CEASED"]), S12)})
ad1 = {row["CHILD"]: row for row in read("ad1", ["CHILD"])}
early, a10, a2 = [], [], []
for child, own in periods.items():
    final = [at for at, care in enumerate(own) if care["rec"] in ("E11", "E12") and inside(care["end"], S36)]
    if not final:
        continue
    care, number = own[final[-1]], final[-1]
    adoptive = next(p for p in placements[child] if p["period"] == number and care["run"][-1] in p["episodes"])
    moved = next((e for e in adoptive["episodes"] if e["PLACE"] in ("A3", "A4", "A5", "A6")), None)
    if moved is None:
        continue
    record = ad1.get(child, {})
    if care["known"]:
        early.append(any(e["PLACE"] in ("U2", "U5") and e["start"] < moved["start"] for e in care["run"]))
    if inside(care["end"], S12):
        carer = moved["PLACE"] in ("A3", "A5") or record.get("FOSTER_CARE") == "1"
        if care["known"]:
            a10.append(((adoptive["start"] if carer else moved["start"]) - care["start"]).days)
        order = next((e["start"] for e in care["run"] if e["LS"] in ("E1", "D1")), None)
        matched = day(record.get("DATE_MATCH", ""))
        if order and matched and matched <= E:
            a2.append(max((matched - order).days, 0))


# Timeliness, from events and the start of care.
def easter(year):
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    return date(year, *[x + y for x, y in zip(divmod(h + l - 7 * m + 114, 31), (0, 1))])


# England and Wales, as published on gov.uk/bank-holidays; Good Friday and Easter Monday are reckoned.
LISTED = {2013: "0101 0506 0527 0826 1225 1226", 2014: "0101 0505 0526 0825 1225 1226", 2015: "0101 0504 0525 0831 1225 1228",
          2016: "0101 0502 0530 0829 1226 1227", 2017: "0102 0501 0529 0828 1225 1226", 2018: "0101 0507 0528 0827 1225 1226",
          2023: "0102 0501 0508 0529 0828 1225 1226", 2024: "0101 0506 0527 0826 1225 1226", 2025: "0101 0505 0526 0825 1225 1226",
          2026: "0101 0504 0525 0831 1225 1228"}
holidays = {date(y, int(md[:2]), int(md[2:])) for y, all in LISTED.items() for md in all.split()}
holidays |= {easter(y) + timedelta(n) for y in LISTED for n in (-2, 1)}


def working_days_after(on, number):
    while number:
        on += timedelta(1)
        number -= on.weekday() < 5 and on not in holidays
    return on


last = E
while working_days_after(last, 20) > E:
    last -= timedelta(1)
first = months(last + timedelta(1), -12)
assessments = read("health_assessments", ["CHILD", "HEALTH_CHECK_TYPE", "HEALTH_CHECK_DUE_DATE"])
if not any(row.get("HEALTH_CHECK_DUE_DATE") for row in assessments):
    assessments = read("health_assessments", ["CHILD", "HEALTH_CHECK_TYPE", "HEALTH_CHECK_DATE"])
assessed = []
for child, own in periods.items():
    for at, care in enumerate(own):
        due = working_days_after(care["start"], 20)
        if care["first"]["RNE"] != "S" or not first <= care["start"] <= last or care["end"] and care["end"] < due:
            continue
        until = own[at + 1]["start"] if at + 1 < len(own) else date.max
        within = lambda on: on is not None and care["start"] <= on < until
        mine = [row for row in assessments if row["CHILD"] == child and row["HEALTH_CHECK_TYPE"] == "IHA"]
        dues = [day(row.get("HEALTH_CHECK_DUE_DATE", "")) for row in mine if within(day(row.get("HEALTH_CHECK_DUE_DATE", "")))]
        made = [day(row["HEALTH_CHECK_DATE"]) for row in mine if within(day(row["HEALTH_CHECK_DATE"])) and day(row["HEALTH_CHECK_DATE"]) <= E]
        assessed.append(bool(made) and min(made) <= (min(dues) if dues else due))
        break
share("initial-health-assessments-20-days", assessed, bool)

visits = [row for row in read("cla_visits", ["CHILD", "CLA_VISIT_DATE"])]
known_from = min((day(row["CLA_VISIT_DATE"]) for row in visits), default=date.max)
known_from = months(known_from, -3) if S12 < known_from < date.max else date.min
on_time, overdue_now = [], 0
for child, it in now.items():
    care = it["care"]
    mine = sorted((day(row["CLA_VISIT_DATE"]), row) for row in visits if row["CHILD"] == child and care["start"] <= day(row["CLA_VISIT_DATE"]) <= E)
    own = [p for p in placements[child] if p["period"] == it["placement"]["period"]]
    late = overdue = False
    for at, placement in enumerate(own):
        until = own[at + 1]["start"] if at + 1 < len(own) else date.max
        known = placement["episodes"][0]["RNE"] in ("S", "P", "B")
        due = placement["start"] + timedelta(7) if known else None
        missed = lambda due, by: due is not None and known_from <= due < by
        for on, row in mine:
            if not placement["start"] <= on < until:
                continue
            flag = row.get("CLA_VISIT_IN_TIMESCALE", "")
            in_time = flag == "1" if flag else not missed(due, on)
            late |= not in_time and on > S12
            young = known and on < months(placement["start"], 12)
            due = day(row.get("NEXT_VISIT_DUE") or "") or (months(on, 3) if placement["code"] in ("U1", "U4") and not young else on + timedelta(42))
        end = placement["end"] or (until if until != date.max else None)
        if end is None:
            overdue |= missed(due, day_after)
        else:
            late |= end > S12 and missed(due, end)
    overdue_now += overdue
    if (E - care["start"]).days >= 7:
        on_time.append(not late and not overdue)
share("visits-on-time", on_time, bool)
results["visit-overdue-now-count"] = (overdue_now, None)

terms = [on for y in (year - 1, year) for on in (date(y, 1, 1), easter(y) + timedelta(2), date(y, 9, 1)) if on <= E]
plans = {row["CHILD"]: row for row in read("education", ["CHILD"], latest=True)}
current = []
for child, it in now.items():
    if not births.get(child) or not 5 <= age(births[child], E) <= 17:
        continue
    row, start = plans.get(child, {}), it["care"]["start"]
    plan, due = day(row.get("PEP_DATE") or ""), day(row.get("PEP_DUE_DATE") or "")
    plan = plan if plan and start <= plan <= E else None
    if due:
        current.append(due > E and plan is not None)
    elif plan:
        current.append(plan >= terms[-2])
    elif not it["care"]["known"] or working_days_after(start, 10) <= E:
        current.append(False)
share("pep-current", current, bool)
# Reviews overdue today: the first 20 working days after the start, the second 3 months after it, each later one 6 months after the one before.
held = {}
for row in read("reviews", ["CHILD", "REVIEW"]):
    held.setdefault(row["CHILD"], set()).add(day(row["REVIEW"]))
overdue_now = 0
for child, it in now.items():
    care = it["care"]
    mine = sorted(on for on in held.get(child, ()) if care["start"] <= on <= E)
    if not mine:
        due = working_days_after(care["start"], 20) if care["known"] else None
    elif len(mine) == 1 and care["known"]:
        due = months(mine[0], 3)
    else:
        due = months(mine[-1], 6)
    overdue_now += due is not None and due <= E
results["review-overdue-now-count"] = (overdue_now, None)

# Children under a deprivation of liberty order.
orders = {row["CHILD"] for row in read("dolo", ["CHILD", "DOLO_START"]) if day(row["DOLO_START"]) <= E and (not row["DOLO_END"] or day(row["DOLO_END"]) > E)}
count("deprived-of-liberty-count", [child for child in now if child in orders])

# Pathway plans of 16 and 17, from the days of care since the 14th birthday.
plans = {row["CHILD"]: row for row in read("pathway_plans", ["CHILD"], latest=True)}
current, overdue_now = [], 0
for child, it in now.items():
    born = births.get(child)
    if not born or months(born, 16 * 12) > E:
        continue
    cared = sorted({care["start"] + timedelta(n) for care in periods[child] for n in range(((care["end"] or day_after) - care["start"]).days)
                    if care["start"] + timedelta(n) >= months(born, 14 * 12)})
    eligible = next((on for on in cared[90:] if on >= months(born, 16 * 12)), None)
    if eligible is None:
        continue
    row = plans.get(child, {})
    plan = day(row.get("PATHWAY_PLAN_REVIEW_DATE") or "")
    plan = plan if plan and plan <= E else None
    due = day(row.get("PATHWAY_PLAN_DUE_DATE") or "") or (months(plan, 6) if plan else months(eligible, 3))
    late = due <= E and not (plan and plan >= due)
    overdue_now += late
    if plan or late:
        current.append(not late)
share("pathway-plan-current", current, bool)
results["pathway-plan-overdue-now-count"] = (overdue_now, None)

# Brothers and sisters, where a list tells.
families, homes = {}, {}
for row in read("siblings", ["CHILD"], latest=True):
    if row["CHILD"] in now and row["SIBLING_GROUP"]:
        families.setdefault(row["SIBLING_GROUP"], []).append(row["CHILD"])
        homes[row["CHILD"]] = now[row["CHILD"]]["episode"]["PL_POST"]
kin = [(child, own) for own in families.values() for child in own if len(own) > 1]
share("siblings-placed-together", kin, lambda one: homes[one[0]] and all(homes[other] == homes[one[0]] for other in one[1]))
share("early-permanence", early, bool)
mean("a10-12-months", a10)
mean("a2-12-months", a2)

rows = {row["indicator"] or row["id"]: row for card in json.load(sys.stdin)["scorecards"] for group in card["groups"] for row in group["rows"]}
different = 0
# Rows that the scorecards do not have, such as those of local lists, are not compared.
results = {id: figures for id, figures in results.items() if id in rows and not (figures[1] is None and rows[id]["rating"] == "no-data")}
for id, (numerator, denominator) in results.items():
    row = rows[id]
    found = (row["numerator"], row["denominator"])
    none = denominator == 0 and row["value"] is None
    if not none and found != (numerator, denominator):
        different += 1
        print(f"{id}: counted {numerator} of {denominator}, the scorecard says {found[0]} of {found[1]}")
print(f"{len(results) - different} of {len(results)} figures agree")
sys.exit(different > 0)
