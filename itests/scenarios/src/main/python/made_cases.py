#!/usr/bin/env python3
"""Makes incidents on made call graphs under many ways of naming measurements, replays them, and says how many causes were found.

usage: made_cases.py DIST WORK SEED EACH

DIST is a distribution, WORK a directory that is made, EACH the number of incidents of a kind. Nothing here comes from an exam.
"""
import csv, json, math, os, random, subprocess, sys

# latency, failures, calls, processor, memory; how the numbers are given
STYLES = {
    "plain": ("latency", "error_rate", "requests", "cpu_usage", "memory_usage", {}),
    "opentelemetry": ("http.server.request.duration.mean", "http.server.error.ratio", "http.server.request.rate",
        "process.cpu.utilization", "process.memory.utilization", {"share"}),
    "prometheus": ("http_request_duration_seconds:mean5m", "http_requests_5xx:ratio_rate5m", "http_requests:rate5m",
        "container_cpu_usage:ratio", "container_memory_usage:ratio", {"share"}),
    "counters": ("http_request_duration_seconds", "http_responses_5xx_total", "http_requests_total", "process_cpu_seconds_total",
        "process_resident_memory_bytes", {"counters"}),
    "cloudwatch": ("TargetResponseTime", "HTTPCode_Target_5XX_Count", "RequestCount", "CPUUtilization", "MemoryUtilization", {"numbers"}),
    "nodejs": ("response.time.ms", "failed_requests_percent", "rps", "nodejs_cpu_percent", "nodejs_heap_used_percent", {"ms", "percent"}),
    "words": ("Response Time (ms)", "HTTP 5xx (%)", "Throughput", "CPU (%)", "RAM (%)", {"ms", "percent"}),
    "short": ("p95", "err_pct", "tps", "cpu", "ram", {"ms", "percent"}),
}
FAULTS = ("latency", "errors", "cpu", "memory", "quiet")
BEGIN, STEP, NORMAL, INCIDENT = 1_700_000_000, 15, 240, 24

def graph(rnd):
    size = rnd.randint(7, 16)
    calls = {(rnd.randrange(max(0, i - 5), i), i) for i in range(1, size)}
    calls |= {tuple(sorted(rnd.sample(range(size), 2))) for _ in range(size // 3)}
    return size, sorted(calls)

def simulate(rnd, fault):
    """Rows of latency, failures, calls a second, processor and memory for each node; a caller waits for its callees and fails with them."""
    size, calls = graph(rnd)
    root = rnd.randrange(size) if fault != "quiet" else -1
    own, times = [rnd.uniform(.004, .05) for _ in range(size)], {c: rnd.choice([1, 1, 2]) for c in calls}
    usual = [(rnd.uniform(0, .004), rnd.uniform(10, 50), rnd.uniform(30, 60)) for _ in range(size)]
    rows = []
    for t in range(NORMAL + INCIDENT):
        load = 50 * (1 + .3 * math.sin(2 * math.pi * t / 180)) * (1 + .05 * rnd.gauss(0, 1))
        rate, row = [load] + [0] * (size - 1), [None] * size
        for a, b in calls:
            rate[b] += rate[a] * times[a, b]
        for i in reversed(range(size)):
            latency, errors = own[i] * (1 + .12 * abs(rnd.gauss(0, 1))), max(0, usual[i][0] * (1 + .4 * rnd.gauss(0, 1)))
            cpu = usual[i][1] * (.6 + .4 * load / 50) * (1 + .06 * rnd.gauss(0, 1))
            memory = usual[i][2] * (1 + .01 * rnd.gauss(0, 1))
            if i == root and t >= NORMAL + 2:
                if fault == "latency": latency += max(.15, own[i] * 5) * rnd.uniform(.8, 1.2)
                if fault == "errors": errors += rnd.uniform(.25, .4)
                if fault == "cpu": cpu, latency = rnd.uniform(92, 99), latency * rnd.uniform(3, 5)
                if fault == "memory": memory, latency, errors = min(99, memory + 35), latency * rnd.uniform(2.5, 4), errors + .03
            for a, b in calls:
                if a == i:
                    latency, errors = latency + times[a, b] * row[b][0], errors + .9 * row[b][1]
            row[i] = (latency, min(1, errors), rate[i], cpu, memory)
        rows.append(row)
    return size, calls, root, rows

def numbers(how, values, sums):
    latency, errors, rate, cpu, memory = values
    count = rate * STEP
    if "counters" in how:
        for k, more in enumerate((latency * count, count, round(errors * count), round(count), cpu / 100 * STEP)):
            sums[k] += more
        return sums + [memory * 1e7]
    if "numbers" in how:
        return [latency, round(errors * count), round(count), cpu, memory]
    part = .01 if "share" in how else 1
    return [latency * (1000 if "ms" in how else 1), errors * (100 if "percent" in how else 1), rate, cpu * part, memory * part]

def write(home, style, rnd, case):
    size, calls, _, rows = case
    *names, how = STYLES[style]
    os.makedirs(os.path.join(home, "metrics"))
    with open(os.path.join(home, "alert.json"), "w") as f:
        json.dump({"alarm_time_utc": str(BEGIN + NORMAL * STEP), "window_minutes": INCIDENT * STEP / 60}, f)
    with open(os.path.join(home, "metrics", "dependency.csv"), "w") as f:
        csv.writer(f).writerows([("Source", "Target")] + [("svc-%d" % a, "svc-%d" % b) for a, b in calls])
    columns = [names[0] + "_sum", names[0] + "_count"] + names[1:] if "counters" in how else names
    for i in range(size):
        sums, gone = [rnd.uniform(1e3, 1e5) for _ in range(5)], rnd.choice([0, 0, 0, 0, 1, 2])
        keep = [k for k in range(len(columns)) if not gone or k != len(columns) - gone]
        with open(os.path.join(home, "metrics", "svc-%d.csv" % i), "w") as f:
            out = csv.writer(f)
            out.writerow(["timestamp"] + [columns[k] for k in keep])
            for t, row in enumerate(rows):
                values = numbers(how, row[i], sums)
                if rnd.random() >= .02:
                    out.writerow([BEGIN + t * STEP] + ["" if rnd.random() < .01 else "%.10g" % values[k] for k in keep])

def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    dist, work, seed, each = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    for style in STYLES:
        truth, top = {}, {}
        for name in ("%s-%d" % (fault, k) for fault in FAULTS for k in range(each)):
            rnd = random.Random(seed + "/" + name)
            case = simulate(rnd, name.split("-")[0])
            truth[name] = "svc-%d" % case[2] if case[2] >= 0 else "NONE"
            write(os.path.join(work, style, name), style, rnd, case)
        answers = os.path.join(work, style + ".csv")
        subprocess.run([os.path.join(dist, "bin", "x0"), "replay", "cases", os.path.join(work, style), "--out", answers],
            check=True, stdout=subprocess.DEVNULL)
        with open(answers, newline="") as f:
            top = {r["case"]: r["node"] for r in csv.DictReader(f) if r["rank"] == "1"}
        found = {fault: sum(top[c] == truth[c] for c in truth if c.startswith(fault)) for fault in FAULTS}
        print("%-13s found first: %s" % (style, ", ".join("%s %d of %d" % (f, found[f], each) for f in FAULTS)))

if __name__ == "__main__":
    main()
