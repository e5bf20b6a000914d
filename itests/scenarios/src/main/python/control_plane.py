"""A real control plane of Kubernetes on this machine: etcd, kube-apiserver, controllers, scheduler; only its machines are faked.

No kubelet and no container runs: KWOK writes what a kubelet would write, by the stages below. A container whose image holds the
word "broken" crashes again and again, one with "missing" has no image; every other one is ready at once.
"""
import json, os, secrets, ssl, subprocess, time, urllib.error, urllib.request

STAGES = """\
kind: Stage
apiVersion: kwok.x-k8s.io/v1alpha1
metadata: {name: node-ready}
spec:
  resourceRef: {apiGroup: v1, kind: Node}
  selector:
    matchExpressions:
      - {key: '.metadata.annotations["x0.example/down"]', operator: DoesNotExist}
      - {key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: NotIn, values: ["True"]}
  next:
    statusTemplate: |
      conditions:
        - {type: Ready, status: "True", reason: KubeletReady, message: faked, lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }}}
      allocatable: {cpu: "32", memory: 256Gi, pods: "110"}
      capacity: {cpu: "32", memory: 256Gi, pods: "110"}
      phase: Running
---
kind: Stage
apiVersion: kwok.x-k8s.io/v1alpha1
metadata: {name: node-down}
spec:
  resourceRef: {apiGroup: v1, kind: Node}
  selector:
    matchExpressions:
      - {key: '.metadata.annotations["x0.example/down"]', operator: Exists}
      - {key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: In, values: ["True"]}
  next:
    statusTemplate: |
      conditions:
        - {type: Ready, status: "False", reason: KubeletNotReady, message: "container runtime is down", lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }}}
---
%(pods)s
---
kind: Stage
apiVersion: kwok.x-k8s.io/v1alpha1
metadata: {name: pod-ends}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchExpressions:
      - {key: '.metadata.deletionTimestamp', operator: Exists}
  next:
    finalizers: {empty: true}
    delete: true
"""

POD = """\
kind: Stage
apiVersion: kwok.x-k8s.io/v1alpha1
metadata: {name: pod-%(name)s}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchExpressions:
      - {key: '.metadata.deletionTimestamp', operator: DoesNotExist}
      - {key: '.status.podIP', operator: DoesNotExist}
      - {key: '.spec.containers.[0].image | test("broken")', operator: In, values: ["%(broken)s"]}
      - {key: '.spec.containers.[0].image | test("missing")', operator: In, values: ["%(missing)s"]}
  next:
    statusTemplate: |
      conditions:
        - {type: Initialized, status: "True", lastTransitionTime: {{ Now | Quote }}}
        - {type: Ready, status: "%(ready)s", lastTransitionTime: {{ Now | Quote }}}
        - {type: ContainersReady, status: "%(ready)s", lastTransitionTime: {{ Now | Quote }}}
      containerStatuses:
      {{ range .spec.containers }}
        - name: {{ .name | Quote }}
          image: {{ .image | Quote }}
          imageID: ""
          ready: %(ready_)s
          restartCount: %(restarts)d
          state: %(state)s
          lastState: %(last)s
      {{ end }}
      hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
      podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
      phase: %(phase)s
      startTime: {{ Now | Quote }}"""


def stages():
    def pod(name, broken, missing, ready, restarts, state, last, phase):
        return POD % dict(name=name, broken=broken, missing=missing, ready=ready, ready_=ready.lower(), restarts=restarts,
                          state=state, last=last, phase=phase)
    running = "{running: {startedAt: {{ Now | Quote }}}}"
    waits = '{waiting: {reason: %s, message: "%s"}}'
    pods = [
        pod("ready", "false", "false", "True", 0, running, "{}", "Running"),
        pod("crashes", "true", "false", "False", 4, waits % ("CrashLoopBackOff", "back-off 40s restarting failed container"),
            "{terminated: {exitCode: 3, reason: Error, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }}}}", "Running"),
        pod("no-image", "false", "true", "False", 0, waits % ("ImagePullBackOff", "back-off pulling the image"), "{}", "Pending"),
    ]
    return STAGES % {"pods": "\n---\n".join(pods)}


class ControlPlane:
    """etcd, API server and controllers as processes of this one; `work` holds their data and logs."""

    def __init__(self, binaries, kwok, work, ports):
        self.binaries, self.kwok, self.work, self.port = binaries, kwok, work, ports
        self.token = secrets.token_hex(16)
        self.processes = {}

    def file(self, name, text=None):
        path = os.path.join(self.work, name)
        if text is not None:
            with open(path, "w") as out:
                out.write(text)
        return path

    @property
    def address(self):
        return "https://127.0.0.1:%d" % self.port

    @property
    def authorities(self):
        return self.file("certificates/apiserver.crt")

    def spawn(self, name, *command):
        with open(self.file(name + ".log"), "a") as log:
            self.processes[name] = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def kill(self, name):
        process = self.processes.pop(name, None)
        if process:
            process.kill()
            process.wait()

    def start(self, machines=3):
        os.makedirs(self.work, exist_ok=True)
        self.file("tokens.csv", '%s,admin,admin,"system:masters"\n' % self.token)
        subprocess.run(["openssl", "genrsa", "-out", self.file("account.key"), "2048"], check=True, capture_output=True)
        self.spawn("etcd", os.path.join(self.binaries, "etcd"), "--data-dir", self.file("etcd"), "--unsafe-no-fsync",
                   "--listen-client-urls", "http://127.0.0.1:%d" % (self.port + 1),
                   "--advertise-client-urls", "http://127.0.0.1:%d" % (self.port + 1),
                   "--listen-peer-urls", "http://127.0.0.1:%d" % (self.port + 2))
        self.start_api()
        self.file("kubeconfig", json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "it",
            "clusters": [{"name": "it", "cluster": {"server": self.address, "certificate-authority": self.authorities}}],
            "users": [{"name": "it", "user": {"token": self.token}}],
            "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}]}))
        config = self.file("kubeconfig")
        self.spawn("controllers", os.path.join(self.binaries, "kube-controller-manager"), "--kubeconfig", config,
                   "--leader-elect=false", "--secure-port=0", "--use-service-account-credentials=false",
                   "--service-account-private-key-file", self.file("account.key"))
        self.spawn("scheduler", os.path.join(self.binaries, "kube-scheduler"), "--kubeconfig", config,
                   "--leader-elect=false", "--secure-port=0")
        self.spawn("kwok", self.kwok, "--kubeconfig", config, "--manage-nodes-with-annotation-selector",
                   "x0.example/node=faked", "--config", self.file("stages.yaml", stages()), "--cidr", "10.244.0.0/16",
                   "--node-ip", "10.0.0.1", "--node-lease-duration-seconds", "40")
        for number in range(machines):
            self.create("/api/v1/nodes", {"apiVersion": "v1", "kind": "Node", "metadata": {
                "name": "machine-%d" % number, "annotations": {"x0.example/node": "faked"},
                "labels": {"kubernetes.io/hostname": "machine-%d" % number}}})

    def start_api(self):
        self.spawn("apiserver", os.path.join(self.binaries, "kube-apiserver"),
                   "--etcd-servers", "http://127.0.0.1:%d" % (self.port + 1),
                   "--secure-port", str(self.port), "--bind-address", "127.0.0.1", "--advertise-address", "127.0.0.1",
                   "--cert-dir", self.file("certificates"), "--authorization-mode", "RBAC", "--token-auth-file", self.file("tokens.csv"),
                   "--service-account-issuer", "https://kubernetes.default.svc", "--service-account-key-file", self.file("account.key"),
                   "--service-account-signing-key-file", self.file("account.key"), "--service-cluster-ip-range", "10.96.0.0/16",
                   "--endpoint-reconciler-type", "none", "--profiling=false", "--v=0")
        begun = time.monotonic()
        while time.monotonic() - begun < 120:
            if self.processes["apiserver"].poll() is not None:
                raise SystemExit("kube-apiserver ended; see " + self.file("apiserver.log"))
            try:
                if self.ask("GET", "/readyz")[0] == 200 and self.ask("GET", "/api/v1/namespaces/default")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.3)
        raise SystemExit("kube-apiserver was not ready within 120 s; see " + self.file("apiserver.log"))

    def ask(self, method, path, body=None, kind="application/json", token=None):
        """Status and JSON of the answer."""
        request = urllib.request.Request(self.address + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + (token or self.token))
        request.add_header("Content-Type", kind)
        context = ssl.create_default_context(cafile=self.authorities)
        try:
            with urllib.request.urlopen(request, timeout=10, context=context) as answer:
                text, status = answer.read().decode(), answer.status
        except urllib.error.HTTPError as e:
            text, status = e.read().decode(), e.code
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text

    def create(self, path, body):
        status, answer = self.ask("POST", path, body)
        if status not in (200, 201, 202):
            raise SystemExit("POST %s: status %d, %s" % (path, status, answer))
        return answer

    def patch(self, path, body):
        status, answer = self.ask("PATCH", path, body, "application/merge-patch+json")
        if status != 200:
            raise SystemExit("PATCH %s: status %d, %s" % (path, status, answer))
        return answer

    def get(self, path):
        status, answer = self.ask("GET", path)
        return answer if status == 200 else None

    def stop(self):
        for name in list(self.processes):
            self.kill(name)
