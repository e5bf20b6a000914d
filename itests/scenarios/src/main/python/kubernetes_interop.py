#!/usr/bin/env python3
"""A node in front of a real API server with its real controllers and scheduler; machines and containers are faked by KWOK.

usage: kubernetes_interop.py DIST BINARIES KWOK MANIFESTS WORK PORTS

The manifests are taken by that server under strict validation (unknown fields fail) and stored; the node has the service account of
the manifests and nothing else. Then workloads are broken and the node must mend them by what it sees: a bad rollout of a
Deployment, a StatefulSet and a DaemonSet rolled back; replicas out of bounds; a lone pod that fails; a disruption budget that
says no; a machine that is not ready; rights taken away; the API server hung and killed. Prints what was seen; exit 0 only
when all of it was.
"""
import json, os, re, shutil, signal, subprocess, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from control_plane import ControlPlane

dist, binaries, kwok, manifests, work, first = *sys.argv[1:6], int(sys.argv[6])
data, apps = os.path.join(work, "node"), "/apis/apps/v1/namespaces/shop/"
cluster = ControlPlane(binaries, kwok, os.path.join(work, "cluster"), first)
http = first + 5
LOG = os.path.join(data, "log", "node.log")
held = 0

WATCH = """elements:
  web:
    workload: { kind: Deployment, namespace: shop, name: web, scale: { min: 2, max: 6 }, start-limit: 20s }
  store:
    workload: { kind: StatefulSet, namespace: shop, name: store, start-limit: 20s }
  agent:
    workload: { kind: DaemonSet, namespace: shop, name: agent, start-limit: 20s }
brakes:
  # Thirteen faults in a few minutes: the pace is not what is examined here.
  rate-limit: { per-target-and-hour: 20, per-second: 10, burst: 20 }
  cool-down: { initial: 100ms, limit: 1s, stable-window: 1s }
  flap-damping: { hold-above: 100, release-below: 50 }
pages: [ { file: pages.jsonl } ]
"""


def x0(*words):
    done = subprocess.run([os.path.join(dist, "bin", "x0"), words[0], "--data", data, *words[1:]], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def ok(what, detail=""):
    global held
    held += 1
    print("held  %s%s" % (what, ": " + detail if detail else ""), flush=True)


def fail(what):
    print("FAILED %s" % what, flush=True)
    for words in (("incidents",), ("exec", "element:list"), ("readiness",)):
        print(x0(*words)[1][-4000:])
    raise SystemExit(1)


def until(what, limit, condition):
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        found = condition()
        if found:
            return found, time.monotonic() - begun
        time.sleep(0.3)
    fail("%s: not within %d s" % (what, limit))


def kustomize(overlay):
    done = subprocess.run(["kubectl", "kustomize", os.path.join(manifests, overlay)], capture_output=True, text=True)
    if done.returncode:
        fail("kubectl kustomize %s: %s" % (overlay, done.stderr))
    return [d for d in done.stdout.split("\n---\n") if d.strip()]


PATHS = {"StatefulSet": ("/apis/apps/v1", "statefulsets", True), "Deployment": ("/apis/apps/v1", "deployments", True),
         "Service": ("/api/v1", "services", True), "ServiceAccount": ("/api/v1", "serviceaccounts", True),
         "ConfigMap": ("/api/v1", "configmaps", True), "Namespace": ("/api/v1", "namespaces", False),
         "PodDisruptionBudget": ("/apis/policy/v1", "poddisruptionbudgets", True),
         "NetworkPolicy": ("/apis/networking.k8s.io/v1", "networkpolicies", True),
         "ClusterRole": ("/apis/rbac.authorization.k8s.io/v1", "clusterroles", False),
         "ClusterRoleBinding": ("/apis/rbac.authorization.k8s.io/v1", "clusterrolebindings", False),
         "RoleBinding": ("/apis/rbac.authorization.k8s.io/v1", "rolebindings", True)}


def apply(document, namespace, dry):
    """Server-side apply of one document under strict validation; the server reads the YAML itself."""
    kind, name = re.search(r"^kind: (\S+)", document, re.M).group(1), re.search(r"^  name: (\S+)", document, re.M).group(1)
    if kind not in PATHS:
        return kind, name, 0, ""
    base, plural, namespaced = PATHS[kind]
    own = re.search(r"^  namespace: (\S+)", document, re.M)
    path = base + ("/namespaces/" + (own.group(1) if own else namespace) if namespaced else "") + "/" + plural + "/" + name
    import ssl, urllib.error, urllib.request
    request = urllib.request.Request(
        cluster.address + path + "?fieldManager=interop&force=true&fieldValidation=Strict" + ("&dryRun=All" if dry else ""),
        method="PATCH", data=document.encode())
    request.add_header("Authorization", "Bearer " + cluster.token)
    request.add_header("Content-Type", "application/apply-patch+yaml")
    try:
        with urllib.request.urlopen(request, context=ssl.create_default_context(cafile=cluster.authorities), timeout=10) as answer:
            return kind, name, answer.status, answer.headers.get("Warning", "")
    except urllib.error.HTTPError as e:
        return kind, name, e.code, e.read().decode()


def strict():
    cluster.create("/api/v1/namespaces", {"metadata": {"name": "shop"}})
    for overlay, dry in (("base", True), ("overlays/local", True), ("overlays/podman", True), ("overlays/production", True),
                         ("overlays/cluster", False), ("overlays/cluster/managed", False)):
        documents, unknown, warned = kustomize(overlay), [], []
        if dry and "production" in overlay:
            for one in documents:
                if "kind: Namespace" in one:
                    apply(one, "default", False)
        for one in documents:
            kind, name, status, said = apply(one, "default", dry)
            if status == 0:
                unknown.append(kind)
            elif status not in (200, 201):
                fail("%s: %s %s: status %d, %s" % (overlay, kind, name, status, said))
            elif said:
                warned.append("%s %s: %s" % (kind, name, said))
        if warned:
            fail("%s: warnings %s" % (overlay, warned))
        ok("manifests %s under strict validation" % overlay, "%d documents %s%s" % (
            len(documents) - len(unknown), "dry" if dry else "stored",
            ", not examined (the server does not know the kind): " + ", ".join(unknown) if unknown else ""))
    good = next(d for d in kustomize("base") if "kind: StatefulSet" in d)
    for what, bad in (("an unknown field", good.replace("minReadySeconds:", "minReadySecond:")),
                      ("a wrong type", good.replace("replicas: 1", "replicas: one"))):
        status = apply(bad, "default", True)[2]
        if status in (200, 201):
            fail("%s was taken" % what)
        ok("sabotage: %s is refused" % what, "status %d" % status)
    pods, _ = until("the pod of the manifests is made and admitted", 30, lambda: [
        p for p in (cluster.get("/api/v1/namespaces/x0/pods") or {"items": []})["items"]])
    ok("the StatefulSet of the manifests makes its pod under Pod Security 'restricted'", pods[0]["metadata"]["name"])


def container(image):
    return {"containers": [{"name": "app", "image": image}], "terminationGracePeriodSeconds": 0}


def workload(plural, name, image, **spec):
    labels = {"app": name}
    cluster.create(apps + plural, {"metadata": {"name": name}, "spec": {
        "selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": container(image)}, **spec}})


def image(plural, name, to=None):
    if to:
        return cluster.patch(apps + plural + "/" + name, {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": to}]}}}})
    return cluster.get(apps + plural + "/" + name)["spec"]["template"]["spec"]["containers"][0]["image"]


def pods(name):
    return [p for p in cluster.get("/api/v1/namespaces/shop/pods?labelSelector=app%3D" + name)["items"]]


def state(element):
    shown = x0("exec", "element:show " + element)[1]
    return shown


def serving(*elements):
    listed = x0("exec", "element:list")[1]
    return all(re.search(r"^\S*\s*%s\s.*healthy|^%s\s.*healthy" % (e, e), listed, re.M | re.I) for e in elements)


def journal(pattern):
    return re.search(pattern, x0("incidents")[1], re.S)


def verified(command, element):
    """How often that command was verified on that element, by the node's own log."""
    with open(LOG) as log:
        return len(re.findall(r"%s of %s: verified" % (re.escape(command), re.escape(element)), log.read(), re.I))


def acts():
    with open(LOG) as log:
        return len(re.findall(r"Execution - (?:workload|pod|cluster-node)\.[a-z-]+ of ", log.read()))


def identity():
    answer = cluster.create("/api/v1/namespaces/x0/serviceaccounts/x0/token", {"spec": {"expirationSeconds": 7200}})
    return cluster.file("token", answer["status"]["token"])


def node():
    os.makedirs(data, exist_ok=True)
    watch = os.path.join(work, "watch.yaml")
    with open(watch, "w") as out:
        out.write(WATCH)
    environment = dict(os.environ, X0_KUBERNETES_API=cluster.address, X0_KUBERNETES_TOKEN_FILE=identity(),
                       X0_KUBERNETES_CA_FILE=cluster.authorities)
    log = open(os.path.join(work, "node.log"), "w")
    return subprocess.Popen([os.path.join(dist, "bin", "x0"), "run", "--data", data, "--watch", watch, "--http", str(http),
                             "--features", "+monitor.kubernetes,+execute.kubernetes"],
                            stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)


def heals(what, break_it, command, element, mended, limit=90):
    before = verified(command, element)
    begun = time.monotonic()
    break_it()
    until(what + ": " + command + " of " + element + " verified", limit, lambda: verified(command, element) > before)
    took = time.monotonic() - begun
    until(what + ": mended in the cluster", 30, mended)
    ok(what, "%s of %s VERIFIED %.1f s after the fault" % (command, element, took))


def ready(plural, name, wanted):
    s = cluster.get(apps + plural + "/" + name)["status"]
    return s.get("readyReplicas", s.get("numberReady", 0)) == wanted


def rollouts():
    heals("a bad rollout of a Deployment, its containers crash", lambda: image("deployments", "web", "shop/web:2-broken"),
          "workload.roll-back", "web", lambda: image("deployments", "web") == "shop/web:1" and ready("deployments", "web", 3))
    heals("another bad rollout, its image is missing: not back to the one before that failed too",
          lambda: image("deployments", "web", "shop/web:3-missing"),
          "workload.roll-back", "web", lambda: image("deployments", "web") == "shop/web:1" and ready("deployments", "web", 3))
    heals("a bad rollout of a StatefulSet, whose stuck pod blocks the way back", lambda: image("statefulsets", "store", "shop/store:2-broken"),
          "workload.roll-back", "store", lambda: image("statefulsets", "store") == "shop/store:1" and ready("statefulsets", "store", 2))
    heals("a bad rollout of a DaemonSet", lambda: image("daemonsets", "agent", "shop/agent:2-broken"),
          "workload.roll-back", "agent", lambda: image("daemonsets", "agent") == "shop/agent:1" and ready("daemonsets", "agent", 3))


def scaled():
    heals("scaled to nothing by somebody, bounds 2 to 6", lambda: cluster.patch(apps + "deployments/web", {"spec": {"replicas": 0}}),
          "workload.scale", "web", lambda: ready("deployments", "web", 2))
    heals("scaled beyond its bounds", lambda: cluster.patch(apps + "deployments/web", {"spec": {"replicas": 9}}),
          "workload.scale", "web", lambda: ready("deployments", "web", 6))
    cluster.patch(apps + "deployments/web", {"spec": {"replicas": 3}})
    until("three again", 30, lambda: ready("deployments", "web", 3))


def crash(pod):
    status, answer = cluster.ask("PATCH", "/api/v1/namespaces/shop/pods/%s/status" % pod, {"status": {
        "conditions": [{"type": "Ready", "status": "False"}, {"type": "ContainersReady", "status": "False"}],
        "containerStatuses": [{"name": "app", "image": "shop/web:1", "imageID": "", "ready": False, "restartCount": 7, "started": False,
                               "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}},
                               "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]}},
        "application/strategic-merge-patch+json")
    if status != 200:
        fail("status of %s: %s" % (pod, answer))


def lone():
    quiet = acts()
    victim = pods("web")[0]["metadata"]["name"]
    cluster.ask("DELETE", "/api/v1/namespaces/shop/pods/" + victim)
    until("the controller makes a new pod", 30, lambda: ready("deployments", "web", 3) and len(pods("web")) == 3)
    time.sleep(3)
    if acts() != quiet:
        fail("the loop acted although the controller mended it")
    ok("a deleted pod is left to its controller", "no action")
    victim = pods("web")[0]["metadata"]["name"]
    heals("one pod crashes where others serve", lambda: crash(victim), "pod.evict", "pod/shop/" + victim,
          lambda: ready("deployments", "web", 3) and victim not in [p["metadata"]["name"] for p in pods("web")])
    cluster.create("/apis/policy/v1/namespaces/shop/poddisruptionbudgets", {"metadata": {"name": "web"}, "spec": {
        "minAvailable": 3, "selector": {"matchLabels": {"app": "web"}}}})
    until("the budget is known", 20, lambda: cluster.get("/apis/policy/v1/namespaces/shop/poddisruptionbudgets/web")["status"].get("observedGeneration"))
    victim = pods("web")[0]["metadata"]["name"]
    crash(victim)
    until("the budget says no", 60, lambda: journal("disruption budget does not allow") or "disruption budget does not allow" in open(LOG).read())
    if victim not in [p["metadata"]["name"] for p in pods("web")]:
        fail("the pod was evicted against its budget")
    ok("a disruption budget is respected", "pod %s is still there" % victim)
    cluster.ask("DELETE", "/apis/policy/v1/namespaces/shop/poddisruptionbudgets/web")
    cluster.ask("DELETE", "/api/v1/namespaces/shop/pods/" + victim)
    until("all ready again", 30, lambda: ready("deployments", "web", 3))


def machine():
    def down(so):
        cluster.patch("/api/v1/nodes/machine-2", {"metadata": {"annotations": {"x0.example/down": "yes" if so else None}}})

    unschedulable = lambda: cluster.get("/api/v1/nodes/machine-2")["spec"].get("unschedulable", False)
    heals("a machine is not ready", lambda: down(True), "cluster-node.cordon", "cluster-node/machine-2", unschedulable)
    heals("and is used again after a minute of being ready", lambda: down(False), "cluster-node.uncordon", "cluster-node/machine-2",
          lambda: not unschedulable(), limit=150)


def blind():
    # Of pods on a machine that was not ready nobody says that they are ready again: no kubelet is there. They are evicted as late.
    until("all is well", 180, lambda: all((ready("deployments", "web", 3), ready("statefulsets", "store", 2), ready("daemonsets", "agent", 3))))
    role = cluster.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/x0-workloads")
    binding = "/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings/x0-workloads"
    kept = cluster.get(binding)
    quiet = acts()
    cluster.ask("DELETE", binding)
    cluster.kill("apiserver")
    cluster.start_api()  # open watches are not asked for their rights again
    said, took = until("readiness names the missing right", 60, lambda: re.search(
        r"blind for the cluster[^\n]*lacks the verb \w+ on \w+", x0("readiness")[1]))
    ok("rights taken away: blind, and the missing right is named", re.sub(r"\s+", " ", said.group(0))[-110:])
    for key in ("resourceVersion", "uid", "creationTimestamp", "managedFields"):
        kept["metadata"].pop(key, None)
    cluster.create("/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings", kept)
    until("seen again", 60, lambda: "blind for the cluster" not in x0("readiness")[1] and serving("web", "store", "agent"))
    process = cluster.processes["apiserver"]
    os.kill(process.pid, signal.SIGSTOP)
    begun = time.monotonic()
    until("blind when the API server hangs", 60, lambda: "blind for the cluster" in x0("readiness")[1])
    ok("the API server hangs: blind", "readiness says so after %.1f s" % (time.monotonic() - begun))
    os.kill(process.pid, signal.SIGCONT)
    until("seen again", 60, lambda: "blind for the cluster" not in x0("readiness")[1] and serving("web", "store", "agent"))
    cluster.kill("apiserver")
    begun = time.monotonic()
    until("blind when the API server is killed", 60, lambda: "blind for the cluster" in x0("readiness")[1])
    took = time.monotonic() - begun
    time.sleep(25)  # longer than every start limit: a loop that took silence for death would act now
    if acts() != quiet:
        fail("the loop acted while it was blind")
    code, text = x0("readiness")
    if code == 0:
        fail("readiness is true while the loop is blind")
    listed = x0("exec", "element:list")[1]
    ok("the API server killed: blind after %.1f s, no action in 25 s, not ready" % took,
       re.sub(r"\s+", " ", re.search(r"blind for the cluster[^\n]*", text).group(0))[:120])
    print(listed)
    cluster.start_api()
    until("seen again", 60, lambda: serving("web", "store", "agent") and "blind for the cluster" not in x0("readiness")[1])
    if acts() != quiet:
        fail("the loop acted when the server came back")
    ok("the API server is back: seen again, still no action")


def main():
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    running = None
    try:
        cluster.start()
        ok("a control plane", cluster.ask("GET", "/version")[1]["gitVersion"] + " with etcd, controllers, scheduler; machines faked by KWOK")
        strict()
        workload("deployments", "web", "shop/web:1", replicas=3)
        workload("statefulsets", "store", "shop/store:1", replicas=2, serviceName="store")
        workload("daemonsets", "agent", "shop/agent:1")
        running = node()
        until("the node sees all three serve", 60, lambda: serving("web", "store", "agent"))
        ok("the node sees Deployment, StatefulSet and DaemonSet with the rights of the manifests")
        only = sys.argv[7:]
        for part in (rollouts, scaled, lone, machine, blind):
            if not only or part.__name__ in only:
                part()
        print("all %d checks held" % held)
    finally:
        if running:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
        cluster.stop()


main()
