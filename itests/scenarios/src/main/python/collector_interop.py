#!/usr/bin/env python3
"""A real OpenTelemetry Collector between a node and services that others instrumented.

usage: collector_interop.py DIST PYTHON COLLECTOR WORK PORTS

Node to Collector: its traces, metrics and logs arrive, and the trace of an incident is whole, with the span of the restarted
process in it. Collector to node: spans, metrics and the host's measurements that it forwards become signals, edges and an
incident that is healed. Then the Collector stalls and goes away. Prints what was seen; exit 0 only when all of it was.
"""
import json, os, re, signal, sys, time
from interop import Lab, ask, check

dist, python, program, work, first = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
lab = Lab(dist, work, first)
lab.elements = ("shop", "store")
shop, store, grpc, plain, told = first + 1, first + 2, first + 3, first + 4, first + 5
app = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instrumented.py")

CONFIG = """
receivers:
  otlp/node: { protocols: { http: { endpoint: "127.0.0.1:%(told)d" } } }
  otlp/services: { protocols: { http: { endpoint: "127.0.0.1:%(plain)d" }, grpc: { endpoint: "127.0.0.1:%(grpc)d" } } }
  host_metrics: { collection_interval: 1s, scrapers: { load: {}, memory: {} } }
processors:
  resource: { attributes: [ { key: service.name, value: machine, action: insert } ] }
exporters:
  file/traces: { path: "%(work)s/traces.json", flush_interval: 200ms }
  file/metrics: { path: "%(work)s/metrics.json", flush_interval: 200ms }
  file/logs: { path: "%(work)s/logs.json", flush_interval: 200ms }
  otlp_http/node: { endpoint: "http://127.0.0.1:%(http)d" }
  otlp_grpc/node: { endpoint: "127.0.0.1:4317", tls: { insecure: true } }
service:
  telemetry: { metrics: { level: none } }
  pipelines:
    traces/node: { receivers: [otlp/node], exporters: [file/traces] }
    metrics/node: { receivers: [otlp/node], exporters: [file/metrics] }
    logs/node: { receivers: [otlp/node], exporters: [file/logs] }
    traces/services: { receivers: [otlp/services], exporters: [otlp_grpc/node, file/traces] }
    metrics/services: { receivers: [otlp/services], exporters: [otlp_http/node] }
    metrics/host: { receivers: [host_metrics], processors: [resource], exporters: [otlp_http/node] }
""" % dict(told=told, plain=plain, grpc=grpc, http=first, work=work)
WATCH = """
elements:
  shop:
    process:
      command: ["{python}", "{app}", "{shop}", "{store}"]
      environment: {{ OTEL_SERVICE_NAME: "web-shop", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:{plain}" }}
    service: web-shop
    probes: [{{ http: "http://127.0.0.1:{shop}/health" }}]
  store:
    process:
      command: ["{python}", "{app}", "{store}"]
      environment: {{ OTEL_SERVICE_NAME: "store", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:{grpc}" }}
    probes: [{{ http: "http://127.0.0.1:{store}/health" }}]
    thresholds:
      - {{ signal: x-span.error_ratio, above: 0.5, clear: 0.1, samples: 2 of 3, response: heal }}
  machine:
    endpoint: {{}}
    service: machine
    thresholds:
      - {{ signal: x-metric.system.memory.usage, above: 1, response: page }}
brakes:
  cool-down: {{ stable-window: 3s }}
""".format(python=python, app=app, shop=shop, store=store, plain=plain, grpc=grpc)


def batches(name):
    """What the Collector wrote down; the last line may be half there."""
    path = os.path.join(work, name)
    if not os.path.exists(path):
        return
    with open(path) as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)


def service(resource):
    return next((a["value"].get("stringValue") for a in resource["resource"].get("attributes", []) if a["key"] == "service.name"), "")


def spans():
    return [(service(r), s) for b in batches("traces.json") for r in b["resourceSpans"] for sc in r["scopeSpans"] for s in sc["spans"]]


def metrics():
    return {m["name"] for b in batches("metrics.json") for r in b["resourceMetrics"] if service(r) == "x0tta6bl4"
            for sc in r["scopeMetrics"] for m in sc["metrics"]}


def logs():
    return [l for b in batches("logs.json") for r in b["resourceLogs"] for sc in r["scopeLogs"] for l in sc["logRecords"]]


def order(_=None):
    return ask("http://127.0.0.1:%d/order" % shop)[0]


def healed():
    return any(all(w in line for w in ("RESOLVED", "store", "verified")) for line in lab.x0("incidents")[1].splitlines())


def incident():
    """Id and trace of the store's incident."""
    line = next(l for l in lab.x0("incidents")[1].splitlines() if "store" in l and "RESOLVED" in l)
    name = re.search(r"I-\d+", line).group()
    return name, re.search(r"\b[0-9a-f]{32}\b", lab.say("incident:show " + name)).group()


def whole(trace):
    all_of_it = [(s, p) for s, p in spans() if p["traceId"] == trace]
    ids = {p["spanId"] for _, p in all_of_it}
    names = sorted({p["name"] for _, p in all_of_it})
    lost = [p["name"] for _, p in all_of_it if p.get("parentSpanId") and p["parentSpanId"] not in ids]
    roots = [p["name"] for _, p in all_of_it if not p.get("parentSpanId")]
    return all_of_it, names, lost, roots


def main():
    begin = lambda: lab.start("collector", program, "--config", "file:" + lab.write("collector.yaml", CONFIG))
    collector = begin()
    lab.node("+monitor.otlp", lab.write("watch.yaml", WATCH), OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:%d" % told,
             OTEL_METRIC_EXPORT_INTERVAL="2000", TRACEPARENT="00-11111111111111111111111111111111-2222222222222222-01")
    lab.ready()
    lab.until("an order succeeds", 30, lambda: order() == 200)
    lab.until("from the Collector: metrics of the shop are signals", 30, lambda: "x-metric.orders.rate" in lab.say("element:show shop"), order)
    lab.until("from the Collector: spans of the store are signals", 30, lambda: "x-span.error_ratio" in lab.say("element:show store"), order)
    lab.until("from the Collector: the shop needs the store, found from spans", 30,
              lambda: re.search(r"^depends on +store$", lab.say("element:show shop"), re.M), order)
    lab.until("from the Collector: what it measures of the host is a signal", 30,
              lambda: "x-metric.system.memory.usage" in lab.say("element:show machine"))
    lab.until("from the Collector: and a threshold on it pages", 60, lambda: re.search(r"machine.*PAGED|PAGED.*machine", lab.say("incident:list")))

    ask("http://127.0.0.1:%d/break" % store, "POST")
    lab.until("orders fail, and probes show nothing", 10, lambda: order() == 500)
    lab.until("the incident is resolved, its action verified", 90, healed, order)
    name, trace = incident()
    print("      %s is trace %s" % (name, trace))
    lab.until("at the Collector: the incident's first span", 30, lambda: "incident" in whole(trace)[3])
    everything, names, lost, roots = whole(trace)
    check("at the Collector: the trace is whole, %d spans" % len(everything), not lost and roots == ["incident"], ", ".join(names))
    check("at the Collector: every step is there", all(n in names for n in ("observation", "analysis", "diagnosis", "plan", "verification")))
    begun = [p for s, p in everything if s == "store" and p["name"] == "begin"]
    action = [p for _, p in everything if p["name"].startswith("action ")]
    check("at the Collector: the restarted process went on in the incident's trace", len(begun) == 1
          and begun[0]["parentSpanId"] in {p["spanId"] for p in action}, "by TRACEPARENT of its environment")
    probed = [p for s, p in everything if s == "store" and p["name"] == "GET /health"]
    check("at the Collector: and so did the looks of the verification", probed and all(
        p["parentSpanId"] in {q["spanId"] for _, q in everything if q["name"] == "verification" or q["name"].startswith("action ")} for p in probed),
        "%d spans of the probed service" % len(probed))
    lab.until("at the Collector: metrics of the node", 30, lambda: {"x0.ticks", "jvm.memory.used"} <= metrics() or len(metrics()) > 30)
    print("      %d metrics: %s …" % (len(metrics()), ", ".join(sorted(metrics())[:6])))
    mine = [l for l in logs() if l.get("traceId") == trace]
    check("at the Collector: log lines, those of the incident with its trace", bool(mine), mine and mine[0]["body"]["stringValue"] or "%d lines without" % len(logs()))

    collector.send_signal(signal.SIGSTOP)
    ask("http://127.0.0.1:%d/break" % store, "POST")
    os.kill(int(re.search(r"process (\d+)", lab.say("element:show store")).group(1)), signal.SIGKILL)
    begun = time.monotonic()
    lab.until("a Collector that hangs: the loop goes on and heals", 60, lambda: order() == 200, order)
    check("a Collector that hangs: and was not held up", time.monotonic() - begun < 30)
    lab.until("a Collector that hangs: the node says so and is ready", 90,
              lambda: "no answer" in lab.say("telemetry:status") or "timeout" in lab.say("telemetry:status").lower() or "timed out" in lab.say("telemetry:status"), show=("telemetry:status",))
    collector.send_signal(signal.SIGCONT)
    collector.terminate()
    collector.wait(30)
    collector = begin()
    before = len(list(batches("metrics.json")))
    lab.until("a new Collector is told again", 60, lambda: len(list(batches("metrics.json"))) > before)
    check("the node is ready", lab.x0("readiness")[0] == 0)
    print(lab.say("telemetry:status"))


with lab:
    main()
print("interop collector: all checks held.")
