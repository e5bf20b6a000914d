#!/usr/bin/env python3
"""A real Alertmanager beside a node, both ways.

usage: alertmanager_interop.py DIST ALERTMANAGER WORK PORTS

In: an alert that somebody gives the Alertmanager comes by its webhook, becomes a signal of the element it names, opens an
incident by a threshold, and its end ends the incident. Out: incidents of the node are alerts there, with their severities, and are
resolved there when they end. Then the Alertmanager goes away and comes back. Prints what was seen; exit 0 only when all of it was.
"""
import json, os, sys
from interop import Lab, ask, check

dist, program, work, first = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
lab = Lab(dist, work, first)
lab.elements = ("shop", "broken")
base = "http://127.0.0.1:%d" % (first + 1)

WATCH = """
elements:
  shop:
    process: { command: [sleep, "86399"] }
    thresholds: [ { signal: x-alert.ShopSlow, above: 0.5, response: page } ]
  broken:
    process: { command: [sh, -c, "exit 3"], start-limit: 2s }
brakes:
  cool-down: { initial: 1s, limit: 2s, stable-window: 3s }
  ladder: { attempts: 1, limit: 20s }
"""
CONFIG = """
route:
  receiver: node
  group_wait: 1s
  group_interval: 1s
  repeat_interval: 1h
receivers:
  - name: node
    webhook_configs: [ { url: "http://127.0.0.1:%d/v1/alerts", send_resolved: true } ]
""" % first


def alerts(**labels):
    status, said = ask(base + "/api/v2/alerts")
    if status != 200:
        return []
    return [a for a in json.loads(said) if all(a["labels"].get(k) == v for k, v in labels.items())]


def alertmanager():
    return lab.start("alertmanager", program, "--config.file", lab.write("alertmanager.yaml", CONFIG), "--storage.path",
                     os.path.join(work, "storage"), "--web.listen-address", "127.0.0.1:%d" % (first + 1), "--cluster.listen-address=")


def give(name, **more):
    status, said = ask(base + "/api/v2/alerts", "POST", [{"labels": {"alertname": name, "element": "shop", **more.pop("labels", {})}, **more}])
    check("the Alertmanager took %s" % name, status == 200, said)


def incidents():
    return lab.say("incident:list")


def main():
    server = alertmanager()
    lab.until("the Alertmanager answers", 20, lambda: ask(base + "/api/v2/status")[0] == 200)
    print("      version " + json.loads(ask(base + "/api/v2/status")[1])["versionInfo"]["version"])
    lab.node("+monitor.alertmanager,+execute.alertmanager", lab.write("watch.yaml", WATCH), X0_ALERTMANAGER_URL=base)
    lab.ready()

    lab.until("out: an incident is an alert there", 60, lambda: alerts(alertname="X0Incident", element="broken", severity="warning"))
    lab.until("out: it waits for people, which is an alert too", 120,
              lambda: alerts(alertname="X0Page", element="broken", severity="critical"))
    one = alerts(alertname="X0Page", element="broken")[0]
    check("out: the alert says which incident, and its trace", one["labels"]["incident"].startswith("I-")
          and len(one["annotations"].get("trace_id", "")) == 32, json.dumps(one["annotations"]))

    give("ShopSlow")
    lab.until("in: it is a signal of the element", 30, lambda: "x-alert.ShopSlow" in lab.say("element:show shop"))
    lab.until("in: a threshold makes it an incident", 30, lambda: alerts(alertname="X0Incident", element="shop"))
    give("ShopSlow", startsAt="2026-01-01T00:00:00Z", endsAt="2026-01-01T00:00:01Z")
    lab.until("in: its end ends the incident", 60, lambda: any("shop" in l and ("CLEARED" in l or "RESOLVED" in l) for l in incidents().splitlines()))
    lab.until("out: which is resolved there", 30, lambda: not alerts(alertname="X0Incident", element="shop"))

    give("Stray", labels={"element": "nobody"})
    # The self-test, which says it, comes once a minute.
    lab.until("in: an alert of an unknown element is counted and named", 80, lambda: "'nobody'" in lab.say("readiness:show --json"))
    check("in: the node's own alerts came back by the same route and were left out",
          "of the node itself" in lab.say("readiness:show --json"))

    server.terminate()
    server.wait(20)
    lab.until("away: the node is not ready, and says why", 90, lambda: lab.x0("readiness")[0] != 0 and "execute.alertmanager" in lab.x0("readiness")[1])
    alertmanager()
    lab.until("back: it is told again of what is open", 90, lambda: alerts(alertname="X0Page", element="broken"))
    lab.until("back: the node is ready", 90, lambda: lab.x0("readiness")[0] == 0)


with lab:
    main()
print("interop alertmanager: all checks held.")
