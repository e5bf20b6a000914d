#!/usr/bin/env python3
"""A service that others instrumented fails in a way that its probes do not show; the node hears of it and heals it.

usage: telemetry_interop.py DIST PYTHON WORK PORTS

PYTHON has the OpenTelemetry SDK; four ports from PORTS on are used. The store sends OTLP over gRPC, the shop over HTTP.
Prints what was seen; exit 0 only when all of it was.
"""
import os, re, subprocess, sys, time, urllib.error, urllib.request

dist, python, work, first = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
http, shop, store = first, first + 1, first + 2
app = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instrumented.py")
data = os.path.join(work, "node")
WATCH = """
elements:
  shop:
    process:
      command: ["{python}", "{app}", "{shop}", "{store}"]
      environment: {{ OTEL_SERVICE_NAME: "web-shop", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:{http}" }}
    service: web-shop
    probes: [{{ http: "http://127.0.0.1:{shop}/health" }}]
  store:
    process:
      command: ["{python}", "{app}", "{store}"]
      environment: {{ OTEL_SERVICE_NAME: "store", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4317" }}
    probes: [{{ http: "http://127.0.0.1:{store}/health" }}]
    thresholds:
      - {{ signal: x-span.error_ratio, above: 0.5, clear: 0.1, samples: 2 of 3, response: heal }}
brakes:
  cool-down: {{ stable-window: 3s }}
"""


def x0(*words):
    done = subprocess.run([os.path.join(dist, "bin", "x0"), words[0], "--data", data, *words[1:]], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def ask(port, path, method="GET"):
    try:
        return urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:%d%s" % (port, path), method=method), timeout=3).status
    except urllib.error.HTTPError as e:
        return e.code
    except OSError:
        return 0


def until(what, limit, condition):
    """Orders go on while it is waited for."""
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        ask(shop, "/order")
        if condition():
            print("ok    %s (%.1f s)" % (what, time.monotonic() - begun), flush=True)
            return
        time.sleep(0.05)
    print("FAILED %s: not within %d s" % (what, limit), flush=True)
    for command in ("incidents", "readiness"):
        print(x0(command)[1])
    print(x0("exec", "element:show store")[1])
    raise SystemExit(1)


def main():
    os.makedirs(data, exist_ok=True)
    watch = os.path.join(work, "watch.yaml")
    with open(watch, "w") as out:
        out.write(WATCH.format(python=python, app=app, shop=shop, store=store, http=http))
    node = subprocess.Popen(
        [os.path.join(dist, "bin", "x0"), "run", "--no-console", "--features", "+monitor.otlp", "--watch", watch,
         "--data", data, "--http", str(http)],
        stdout=open(os.path.join(work, "node.out"), "w"), stderr=subprocess.STDOUT)
    try:
        until("the node is ready", 90, lambda: x0("readiness")[0] == 0)
        until("an order succeeds", 30, lambda: ask(shop, "/order") == 200)
        until("metrics of the shop are signals", 30, lambda: "x-metric.orders.rate" in x0("exec", "element:show shop")[1])
        until("spans of the store are signals", 30, lambda: "x-span.error_ratio" in x0("exec", "element:show store")[1])
        until("the shop needs the store, found from spans", 30,
              lambda: re.search(r"^depends on +store$", x0("exec", "element:show shop")[1], re.M))
        ask(store, "/break", "POST")
        until("orders fail, and probes show nothing", 10, lambda: ask(shop, "/order") == 500 and ask(store, "/health") == 200)
        until("orders succeed again", 60, lambda: ask(shop, "/order") == 200)
        until("the incident is resolved, its action verified", 60,
              lambda: any(all(w in line for w in ("RESOLVED", "store", "verified")) for line in x0("incidents")[1].splitlines()))
        print(x0("incidents")[1])
        x0("incidents", "--html", os.path.join(work, "report.html"))
        print(x0("exec", "incident:show I-000001")[1])
    finally:
        for name in ("shop", "store"):
            code, said = x0("exec", "element:stop %s" % name)
            if code:
                print("FAILED to stop %s: %s" % (name, said))
        node.terminate()
        node.wait(30)


main()
