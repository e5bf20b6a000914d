#!/usr/bin/env python3
"""Replays public, labelled data and has its own scorer judge the answers; writes evidence and a table.

usage: exam.py DIST EXAMS EVIDENCE TABLE COMMIT [NAME...]

Each exam is a directory of EXAMS with input.tar.xz and score.py. How it is asked stands in ASKED: add an exam there.
Exit: 0 all asked exams ran, 1 one of them failed, 3 the data is not there.
"""
import json, os, resource, subprocess, sys, tarfile, tempfile

ASKED = {
    "nab": {"replay": ["series"], "score": ["--fixed", "0.5"], "row": lambda r: "standard {:.1f} / low FP {:.1f} / low FN {:.1f}; fixed at 0.5: {:.1f} / {:.1f} / {:.1f}".format(
        *[r[p][k] for k in ("score", "fixed_score") for p in ("standard", "reward_low_FP_rate", "reward_low_FN_rate")])},
    "asd": {"replay": ["entities"], "score": [], "row": lambda r: "event F1 {:.3f} at {:.3f} false runs per day; hit100 {:.3f}; AUC-PR {:.3f}".format(
        r["event_f1"], r["false_per_day"], r["hit100"], r["auc_pr"])},
    "petshop": {"replay": ["cases"], "score": [], "row": lambda r: "recall@1 {:.3f}, @3 {:.3f} at specificity {:.3f}".format(
        r["all"]["recall@1"], r["all"]["recall@3"], r["all"]["specificity"])},
    "nezha-ob": {"replay": ["cases"], "score": [], "row": lambda r: "recall@1 {:.3f}, @3 {:.3f}, metrics alone".format(
        r["all"]["recall@1"], r["all"]["recall@3"])},
    "mesh-rtt": {"replay": ["heartbeats"], "input": "data/arrivals.csv", "score": [],
        "row": lambda r: "{:.3f} false per link-hour; detection p50 {:.2f} s, p99 {:.2f} s; {} missed, {} zombies".format(
        *[r["all"][k] for k in ("false_per_link_hour", "detect_p50_s", "detect_p99_s", "missed", "zombie")])},
}

def run(dist, exams, name, work):
    how, home = ASKED[name], os.path.join(exams, name)
    data, answers = os.path.join(work, name), os.path.join(work, name + ".csv")
    with tarfile.open(os.path.join(home, "input.tar.xz")) as tar:
        tar.extractall(data)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [os.path.join(dist, "bin", "x0"), "replay", how["replay"][0], os.path.join(data, how.get("input", "")), "--out", answers] + how["replay"][1:]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    scored = subprocess.run([sys.executable, os.path.join(home, "score.py"), answers, "--json"] + how["score"],
                            check=True, capture_output=True, text=True).stdout
    return {"exam": name, "command": "x0 replay " + " ".join(how["replay"]), "said": said,
            "cpu_seconds": round(cpu, 1), "result": json.loads(scored)}

def main():
    if len(sys.argv) < 6:
        sys.exit(__doc__)
    dist, exams, evidence, table, commit = sys.argv[1:6]
    names = sys.argv[6:] or sorted(ASKED)
    unknown = [n for n in names if n not in ASKED]
    if unknown:
        print("x0: there is no exam '%s'; there are: %s" % (unknown[0], ", ".join(sorted(ASKED))), file=sys.stderr)
        sys.exit(2)
    missing = [n for n in names if not os.path.isfile(os.path.join(exams, n, "score.py"))]
    if missing:
        print("x0: exam did not run: there is no %s/%s/score.py; say where the data is with X0_EXAMS" % (exams, missing[0]))
        sys.exit(3)
    runs = []
    with tempfile.TemporaryDirectory() as work:
        for name in names:
            try:
                runs.append(run(dist, exams, name, work))
            except subprocess.CalledProcessError as e:
                print("x0: exam %s failed: %s" % (name, (e.stderr or str(e)).strip()), file=sys.stderr)
                sys.exit(1)
            print("%-8s %s  (%.0f CPU-s)" % (name, ASKED[name]["row"](runs[-1]["result"]), runs[-1]["cpu_seconds"]))
    os.makedirs(os.path.dirname(evidence), exist_ok=True)
    with open(evidence, "w") as f:
        json.dump({"command": "x0 exam " + " ".join(names), "commit": commit, "runs": runs}, f, indent=1)
        f.write("\n")
    if names == sorted(ASKED):
        write(table, runs, commit)

def write(table, runs, commit):
    with open(table, "w") as f:
        f.write("# Exams\n\nPublic, labelled data through `x0 replay`, scored by the exams' own scorers, one set of parameters for all of it.\n"
                "Written by `./x0 exam` on commit %s.\n\n| exam | asked with | result | replay, CPU seconds |\n|---|---|---|---|\n" % commit)
        for r in runs:
            f.write("| %s | `%s` | %s | %s |\n" % (r["exam"], r["command"], ASKED[r["exam"]]["row"](r["result"]), r["cpu_seconds"]))

if __name__ == "__main__":
    main()
