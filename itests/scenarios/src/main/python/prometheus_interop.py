#!/usr/bin/env python3
"""A real Prometheus scrapes a node, and the node asks it back.

usage: prometheus_interop.py DIST PROMETHEUS WORK PORTS

Every expression of the dashboard and of the rules is asked of that Prometheus and must be understood; every metric that they
name must have a series or be one that only comes with an incident. Then Prometheus is stopped for a while: the node must
doubt its sensor and leave the element alone. promtool, which comes with Prometheus, checks the rules and runs their tests. Prints what was seen; exit 0 only when all of it was.
"""
import json, os, re, signal, subprocess, sys, time, urllib.error, urllib.parse, urllib.request

dist, prometheus, work, first = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
http, asked = first, first + 1
data = os.path.join(work, "node")


def x0(*words):
    done = subprocess.run([os.path.join(dist, "bin", "x0"), words[0], "--data", data, *words[1:]], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def get(path, **form):
    url = "http://127.0.0.1:%d%s" % (asked, path)
    try:
        return json.load(urllib.request.urlopen(url + "?" + urllib.parse.urlencode(form), timeout=10))
    except urllib.error.HTTPError as e:
        return json.load(e)
    except OSError as e:
        return {"status": "away", "error": str(e)}


def until(what, limit, condition):
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        if condition():
            print("ok    %s (%.1f s)" % (what, time.monotonic() - begun), flush=True)
            return
        time.sleep(0.5)
    print("FAILED %s: not within %d s" % (what, limit), flush=True)
    print(x0("exec", "element:show app")[1])
    raise SystemExit(1)


def expressions():
    with open(os.path.join(dist, "telemetry", "grafana-dashboard.json")) as f:
        board = [t["expr"] for p in json.load(f)["panels"] for t in p.get("targets", [])]
    with open(os.path.join(dist, "telemetry", "x0.rules.yaml")) as f:
        rules = re.findall(r"^\s*expr:\s*(?:\|\s*\n\s*)?(.+)$", f.read(), re.M)
    return [e.replace('$instance', '.*') for e in board] + [e.strip().strip("'\"") for e in rules]


def dashboards():
    names, wrong = set(), 0
    for expression in expressions():
        answer = get("/api/v1/query", query=expression)
        names |= set(re.findall(r"\b(?:x0|jvm|process)_[a-z0-9_]+", re.sub(r"\(\w+(, \w+)*\)", "", expression)))
        if answer["status"] != "success":
            wrong += 1
            print("FAILED %s: %s" % (expression, answer.get("error")))
    if wrong:
        raise SystemExit(1)
    metadata = get("/api/v1/targets/metadata", limit=100000)["data"]
    told = {m["metric"] for m in metadata}
    base = lambda n: re.sub(r"_(bucket|sum|count|total)$", "", n)
    strange = [n for n in sorted(names) if n not in told and base(n) not in told and base(n) + "_total" not in told]
    series = sum(1 for n in names if get("/api/v1/query", query="count(%s)" % n)["data"]["result"])
    print("%s    %d expressions understood, %d metrics named, %d of them with series now, unknown to the node: %s" % (
        "FAILED" if strange else "ok", len(expressions()), len(names), series, ", ".join(strange) or "none"))
    if strange:
        raise SystemExit(1)


def rules():
    """By the words of promtool itself."""
    tool, folder = os.path.join(os.path.dirname(prometheus), "promtool"), os.path.join(dist, "telemetry")
    for what in (["check", "rules", "x0.rules.yaml"], ["test", "rules", "x0.rules.test.yaml"]):
        done = subprocess.run([tool, *what], cwd=folder, capture_output=True, text=True)
        said = " ".join((done.stdout + done.stderr).split())
        print("%s promtool %s: %s" % ("ok   " if done.returncode == 0 else "FAILED", " ".join(what), said), flush=True)
        if done.returncode:
            raise SystemExit(1)


def main():
    rules()
    os.makedirs(data, exist_ok=True)
    watch, config = os.path.join(work, "watch.yaml"), os.path.join(work, "prometheus.yaml")
    with open(watch, "w") as out:
        out.write("""elements:
  app:
    endpoint: {}
    queries:
      - { prometheus: "http://127.0.0.1:%d", query: "up{job='x0'}", signal: x-up, every: 1s }
    thresholds: [ { signal: x-up, below: 0.5, response: page } ]
""" % asked)
    with open(config, "w") as out:
        out.write("global: { scrape_interval: 1s }\nscrape_configs: [ { job_name: x0, static_configs: [ { targets: ['127.0.0.1:%d'] } ] } ]\n" % http)
    out = open(os.path.join(work, "node.out"), "w")
    node = subprocess.Popen([os.path.join(dist, "bin", "x0"), "run", "--no-console", "--features", "+monitor.prometheus",
                             "--watch", watch, "--data", data, "--http", str(http)], stdout=out, stderr=subprocess.STDOUT)
    server = subprocess.Popen([prometheus, "--config.file", config, "--storage.tsdb.path", os.path.join(work, "tsdb"),
                               "--web.listen-address", "127.0.0.1:%d" % asked], stdout=out, stderr=subprocess.STDOUT)
    show = lambda: x0("exec", "element:show app")[1]
    try:
        until("the node is ready", 90, lambda: x0("readiness")[0] == 0)
        until("Prometheus scrapes the node", 60, lambda: get("/api/v1/query", query="up{job='x0'}").get("data", {}).get("result", [{}])[:1] not in ([], [{}]))
        until("the answer is a signal of the element", 30, lambda: re.search(r"x-up\s+1", show()))
        time.sleep(3)
        dashboards()
        server.send_signal(signal.SIGSTOP)
        until("a Prometheus that hangs is a fault of the sensor", 60, lambda: "SENSOR_FAULT" in x0("exec", "loop:explain")[1] or "did not answer" in show())
        server.send_signal(signal.SIGCONT)
        until("it answers again", 60, lambda: re.search(r"x-up\s+1", show()))
    finally:
        for one in (server, node):
            one.send_signal(signal.SIGCONT)
            one.terminate()
            one.wait(30)


main()
print("interop prometheus: all checks held.")
