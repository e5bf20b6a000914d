"""What the checks against foreign software share: a node, foreign programs beside it, and waiting for what must come."""
import json, os, signal, subprocess, sys, time, urllib.error, urllib.parse, urllib.request


class Lab:
    """A node and foreign programs, all of them ended with it."""

    def __init__(self, dist, work, http):
        self.dist, self.work, self.http = dist, work, http
        self.data = os.path.join(work, "node")
        self.running, self.elements = [], ()
        os.makedirs(self.data, exist_ok=True)

    def write(self, name, text):
        path = os.path.join(self.work, name)
        with open(path, "w") as out:
            out.write(text)
        return path

    def start(self, name, *command, **environment):
        out = open(os.path.join(self.work, name + ".out"), "a")
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **environment})
        self.running.append(process)
        return process

    def node(self, features, watch, **environment):
        return self.start("node", os.path.join(self.dist, "bin", "x0"), "run", "--no-console", "--features", features,
                          "--watch", watch, "--data", self.data, "--http", str(self.http), **environment)

    def x0(self, *words):
        done = subprocess.run([os.path.join(self.dist, "bin", "x0"), words[0], "--data", self.data, *words[1:]],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def say(self, command):
        return self.x0("exec", command)[1]

    def until(self, what, limit, condition, meanwhile=lambda: None, every=0.3, show=("readiness:show", "incident:list", "element:list")):
        begun = time.monotonic()
        while time.monotonic() - begun < limit:
            meanwhile()
            if condition():
                print("ok    %s (%.1f s)" % (what, time.monotonic() - begun), flush=True)
                return
            time.sleep(every)
        print("FAILED %s: not within %d s" % (what, limit), flush=True)
        for command in show:
            print(self.say(command))
        raise SystemExit(1)

    def ready(self):
        self.until("the node is ready", 120, lambda: self.x0("readiness")[0] == 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Processes outlive their node, so the node is told to end them first, also after a check that failed."""
        for element in self.elements:
            self.x0("exec", "element:stop " + element)
        for one in reversed(self.running):
            if one.poll() is None:
                one.send_signal(signal.SIGCONT)
                one.terminate()
        for one in self.running:
            try:
                one.wait(30)
            except subprocess.TimeoutExpired:
                one.kill()


def ask(url, method="GET", body=None):
    """The status and what was said; 0 when nothing answered."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()
    except OSError as e:
        return 0, str(e)


def check(what, held, seen=""):
    print("%s %s%s" % ("ok   " if held else "FAILED", what, ": " + seen if seen else ""), flush=True)
    if not held:
        raise SystemExit(1)
