#!/usr/bin/env python3
"""The image under podman, as a machine treats a container: started, stopped, killed, starved, its volume full or not its own.

usage: container_interop.py ARCHIVE WORK EVIDENCE PORTS [PART…]     parts: start stop kill memory full readonly foreign clock upgrade page kube

X0_CONTAINER_RUNS (10): how often is started, stopped and killed for the times that go to EVIDENCE. Needs podman, root for a small
volume (full), gcc for a clock of the container's own (clock). Prints what was seen; exit 0 only when all of it was.
"""
import json, os, platform, re, shutil, statistics, struct, subprocess, sys, time, urllib.request
from interop import ask, check

archive, work, evidence, port = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
PARTS = ["start", "stop", "kill", "memory", "full", "readonly", "foreign", "clock", "upgrade", "page", "kube"]
parts = sys.argv[5:] or PARTS
root = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../../.."))
NAME, RUNS = "x0-container", int(os.environ.get("X0_CONTAINER_RUNS", "10"))
times = {}


def podman(*words, must=True):
    done = subprocess.run(["podman", *words], capture_output=True, text=True)
    if must and done.returncode:
        raise SystemExit("podman %s: %s" % (" ".join(words), done.stderr.strip()))
    return done


def clean():
    podman("rm", "-f", "-v", NAME, must=False)
    podman("volume", "rm", "-f", NAME, must=False)


WATCH = """elements:
  nobody:
    endpoint: {}
    probes: [ { tcp: "127.0.0.1:1", every: 1s } ]
"""


def run(volume=NAME, more=(), of=None, watched=True):
    """A node with something to write into its journal: an endpoint where nobody answers."""
    watch = os.path.join(work, "watch.yaml")
    with open(watch, "w") as out:
        out.write(WATCH)
    podman("run", "-d", "--name", NAME, "--read-only", "--read-only-tmpfs=false", "--cap-drop", "all", "--security-opt",
           "no-new-privileges", "--stop-timeout", "25", "--network", "host", "-v", volume + ":/data" if ":" not in volume else volume,
           "-v", watch + ":/watch.yaml:ro", *more, of or image, "--http", "127.0.0.1:%d" % port, *(("--watch", "/watch.yaml") if watched else ()))


def ready():
    """By the status alone: a node that starts has better things to do than to tell all that is missing."""
    try:
        return urllib.request.urlopen("http://127.0.0.1:%d/health/ready" % port, timeout=5).status == 200
    except OSError:
        return False


def within(limit, condition, every=0.01):
    """Seconds until it held; None when it did not."""
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        if condition():
            return time.monotonic() - begun
        time.sleep(every)
    return None


def say(command):
    return podman("exec", NAME, "/opt/java/bin/java", "@/opt/x0/ask", "exec", command, must=False).stdout


def entries():
    """Of the journal; the chain has to be whole."""
    said = ""

    def some():
        nonlocal said
        said = say("journal:verify")
        return re.search(r"whole: [1-9]", said)

    within(20, some, every=0.3)
    whole = re.search(r"whole: ([1-9]\d*) entries", said)
    check("the chain of the journal is whole", whole, (said.strip().splitlines() or ["no answer"])[-1][:60])
    return int(whole.group(1))


def closed():
    """The store's own mark in the head of its file, there from its close in order to the next opening."""
    copy = os.path.join(work, "knowledge.mv")
    podman("cp", NAME + ":/data/node/knowledge/knowledge.mv", copy)
    with open(copy, "rb") as file:
        return b"clean:1" in file.read(8192)


def inspect(what):
    return podman("inspect", NAME, "--format", "{{.State.%s}}" % what).stdout.strip()


def logs():
    done = podman("logs", NAME, must=False)
    return done.stdout + done.stderr


def started(what, limit=60):
    took = within(limit, ready)
    check(what, took is not None, "" if took is not None else "%s; %s; %s" % (inspect("Status"), " ".join(say("readiness:show").split("\n\n")[1:]), logs()[-600:]))


def told(name, samples):
    samples = sorted(samples)
    times[name] = {"unit": "s", "n": len(samples), "p50": statistics.median(samples), "max": samples[-1], "samples": samples}
    print("      %s: p50 %.2f s, max %.2f s (n=%d)" % (name, statistics.median(samples), samples[-1], len(samples)))


def start():
    """From `podman run` on an empty volume to ready: the image as it comes, and with something to watch that is not there."""
    samples = {"as it comes": [], "with a watch file": []}
    for _ in range(RUNS):
        for what in samples:
            clean()
            begun = time.monotonic()
            run(watched=what != "as it comes")
            check("a new container is ready", within(60, ready) is not None)
            samples[what].append(round(time.monotonic() - begun, 3))
    for what in samples:
        told("from podman run to ready, " + what, samples[what])


def stop():
    clean()
    run()
    started("a container is ready")
    samples = []
    for _ in range(max(2, RUNS // 2)):
        before, begun = entries(), time.monotonic()
        podman("stop", NAME)
        samples.append(round(time.monotonic() - begun, 3))
        check("its journal is closed in order", closed())
        check("SIGTERM ends it with 0 or 143 within its grace", inspect("ExitCode") in ("0", "143"), "exit code " + inspect("ExitCode"))
        podman("start", NAME)
        started("started again it is ready")
        check("no entry is lost", entries() >= before)
        check("nor was the journal closed in order while it runs", not closed())
    told("from podman stop to its end", samples)


def kill():
    clean()
    run(more=("--restart", "on-failure:1000"))
    started("a container is ready")
    samples = []
    for _ in range(RUNS):
        before, pid = entries(), inspect("Pid")
        begun = time.monotonic()
        subprocess.run(["kill", "-9", pid], check=True)
        gone = within(5, lambda: inspect("Pid") != pid)
        check("the process of the container is gone", gone is not None)
        started("after kill -9 it is ready again")
        samples.append(round(time.monotonic() - begun, 3))
        check("no entry is lost", entries() >= before)
    told("from kill -9 to ready again", samples)


def memory():
    """Too little memory is said by the machine; a node that it ends goes on where it was."""
    clean()
    run(more=("--memory", "512m", "--memory-swap", "512m", "--restart", "on-failure:1000"))
    started("with the 512 MiB of the manifests it is ready")
    before, pid = entries(), inspect("Pid")
    podman("update", "--memory", "100m", NAME, must=False)
    limit = "/sys/fs/cgroup/memory/%s/memory.limit_in_bytes" % cgroup(pid)
    if not os.path.exists(limit):
        print("      not tried: the memory of a running container cannot be cut here (no %s)" % limit)
        return
    used = int(open(os.path.join(os.path.dirname(limit), "memory.usage_in_bytes")).read())
    for file in ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"):
        try:
            open(os.path.join(os.path.dirname(limit), file), "w").write(str(used + 6_000_000))
        except OSError as e:
            print("      %s: %s" % (file, e))
    eat = lambda: [say("incident:list") for _ in range(2)]
    died = within(60, lambda: eat() and inspect("Pid") != pid, every=0.1)
    check("the kernel ends a node that may not take more memory", died is not None)
    started("it is started again and ready", 60)
    check("no entry is lost", entries() >= before)


def cgroup(pid):
    for line in open("/proc/%s/cgroup" % pid):
        number, controllers, path = line.strip().split(":", 2)
        if "memory" in controllers.split(","):
            return path.lstrip("/")
    return "none"


def full():
    clean()
    disk = os.path.join(work, "disk")
    os.makedirs(disk, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m,uid=10001,gid=10001,mode=0700", "tmpfs", disk], check=True)
    try:
        run(volume=disk + ":/data", more=("--restart", "on-failure:1000"))
        started("a container on a volume of 48 MB is ready")
        before = entries()
        subprocess.run(["dd", "if=/dev/zero", "of=" + disk + "/ballast", "bs=1M"], capture_output=True)
        seen = within(90, lambda: not ready(), every=0.5)
        said = say("readiness:show")
        check("a full volume is not ready, and says so in words", seen is not None and re.search("full|space|room", said), said.strip()[-300:])
        pid = inspect("Pid")
        subprocess.run(["kill", "-9", pid], check=True)
        within(5, lambda: inspect("Pid") != pid)
        check("killed on the full volume it is not ready", within(10, ready, every=0.5) is None)
        os.unlink(disk + "/ballast")
        started("with room again it is ready without a hand", 120)
        check("no entry is lost", entries() >= before)
    finally:
        clean()
        subprocess.run(["umount", disk])


def refused(what, pattern):
    ended = within(60, lambda: inspect("Status") == "exited", every=0.1)
    said = " ".join(logs().split())
    check(what, ended is not None and inspect("ExitCode") not in ("0", "") and re.search(pattern, said), said[-400:])


def readonly():
    clean()
    podman("volume", "create", NAME)
    run(volume=NAME + ":/data:ro")
    refused("a volume that is read-only is refused in words", r"/data.*(read-only|Read-only)")


def foreign():
    """The mistake most made with a directory of the host: it belongs to root."""
    clean()
    disk = os.path.join(work, "roots")
    os.makedirs(disk, exist_ok=True)
    os.chmod(disk, 0o755)
    run(volume=disk + ":/data")
    refused("a volume that belongs to another user is refused in words", r"/data.*10001")


def clock():
    """A container has the clock of its machine; here it gets one of its own that can be set."""
    if not shutil.which("gcc"):
        print("      not tried: a clock that can be set for one process needs gcc")
        return
    clean()
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "c", "clock.c")
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", os.path.join(work, "clock.so"), source], check=True)
    hands = os.path.join(work, "clock")

    def set_ahead(days):
        with open(hands, "r+b" if os.path.exists(hands) else "wb") as out:
            out.write(struct.pack("q", days * 86_400))

    set_ahead(0)
    run(more=("-v", work + "/clock.so:/lib/clock.so:ro", "-v", hands + ":/clock:ro", "-e", "LD_PRELOAD=/lib/clock.so", "-e", "X0_CLOCK=/clock"))
    started("a container with a clock of its own is ready")
    steps = lambda: len(re.findall("the wall clock was set", say("journal:notes")))
    for days, words in ((10, "ten days ahead"), (1, "nine days back"), (-10, "before its authority was made"), (0, "right again")):
        before = steps()
        set_ahead(days)
        check("a clock that is set " + words + " is noted in the journal", within(60, lambda: steps() > before, every=1) is not None)
        if days < 0:
            check("and the node is not ready, naming its identity", within(60, lambda: not ready(), every=0.5) is not None
                  and "identity.svid is not ready" in say("readiness:show"))
        else:
            stays = within(90, lambda: steadily(35), every=0.5)
            check("and the node is ready and stays so", stays is not None, "" if stays is not None else say("readiness:show")[-400:])
        entries()


def steadily(seconds):
    """Ready at every look for as long as it takes each part to be proven again."""
    return within(seconds, lambda: not ready(), every=0.5) is None


def upgrade():
    """What a rolling update does to the one pod of a StatefulSet: ended in order, another image on the same volume; and back."""
    clean()
    run()
    started("a container is ready")
    before, name = entries(), say("identity:svids")
    podman("commit", "-q", "--change", "LABEL other=true", NAME, "localhost/x0-other")
    for other, what in (("localhost/x0-other", "another image"), (image, "the image before")):
        podman("stop", NAME)
        podman("rm", NAME)
        begun = time.monotonic()
        run(of=other)
        started("%s on the same volume is ready" % what)
        print("      after %.2f s" % (time.monotonic() - begun))
        now = entries()
        check("no entry is lost", now >= before)
        before = now
        check("it is the same authority", authority(say("identity:svids")) == authority(name))
    clean()
    podman("rmi", "-f", "localhost/x0-other", must=False)


def authority(said):
    """Whose the SVIDs are, without their numbers and times."""
    return re.findall(r"spiffe://\S+", said)


def commands(name):
    """What a page of docs/operations has typed: comments aside, lines that end in a backslash joined."""
    with open(os.path.join(root, "docs", "operations", name)) as file:
        lines = re.findall(r"^    (.*)", file.read().replace("\\\n", " "), re.M)
    return [re.sub(r"\s+", " ", re.sub(r"\s+#.*", "", line)).strip() for line in lines]


def typed(command, directory):
    done = subprocess.run(command, shell=True, cwd=directory, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if "Failed to add conmon" not in line)
    check("$ " + command, done.returncode == 0, (said.strip().splitlines() or [""])[-1][:160])
    return said


def page():
    """The commands of container.md with podman in them, as they stand there; its ports have to be free."""
    podman("rm", "-f", "x0", must=False)
    podman("volume", "rm", "-f", "x0-data", must=False)
    archive_here = os.path.join(work, "target", "image")
    os.makedirs(archive_here, exist_ok=True)
    shutil.copy(archive, os.path.join(archive_here, "x0tta6bl4.oci.tar"))
    try:
        asked = [command for command in commands("container.md") if command.startswith("podman ")]
        for command in asked:
            said = typed(command, work)
            if command.startswith("podman run"):
                check("from outside it is ready", within(60, lambda: ask("http://127.0.0.1:8484/health/ready")[0] == 200) is not None)
                said = ask("http://127.0.0.1:8484/health/ready")[1].strip()
                check("in the clear it gives no reasons", len(said) < 40, said[:80])
        check("all four were typed", len(asked) == 4)
    finally:
        podman("rm", "-f", "x0", must=False)
        podman("volume", "rm", "-f", "x0-data", must=False)


def kube():
    """kubernetes.md: the podman overlay, started for real; killed, its pod is started again."""
    if not shutil.which("kubectl"):
        print("      not tried: there is no kubectl")
        return
    manifests = subprocess.run(["kubectl", "kustomize", os.path.join(root, "runtime/kubernetes/overlays/podman")], capture_output=True, text=True, check=True).stdout
    with open(os.path.join(work, "kube.yaml"), "w") as out:
        out.write(manifests)
    down = lambda: podman("play", "kube", "--down", os.path.join(work, "kube.yaml"), must=False)
    down()
    try:
        played = [c for c in commands("kubernetes.md") if "podman play kube" in c]
        check("the page plays the overlay", len(played) == 1)
        typed(played[0], root)
        pods = podman("ps", "--format", "{{.Names}}", "--filter", "ancestor=" + image).stdout.split()
        check("one node runs", len(pods) == 1, " ".join(pods))
        asks = lambda: podman("exec", pods[0], "/opt/java/bin/java", "@/opt/x0/ask", "readiness", must=False)
        took = within(60, lambda: asks().returncode == 0, every=0.2)
        check("it is ready", took is not None, asks().stdout.strip().splitlines()[-1] if took is not None else asks().stdout[-500:])
        pid = podman("inspect", pods[0], "--format", "{{.State.Pid}}").stdout.strip()
        subprocess.run(["kill", "-9", pid], check=True)
        check("killed, it is started again", within(10, lambda: podman("inspect", pods[0], "--format", "{{.State.Pid}}").stdout.strip() not in ("0", pid)) is not None)
        check("and ready", within(60, lambda: asks().returncode == 0, every=0.2) is not None)
    finally:
        down()


def main():
    os.makedirs(work, exist_ok=True)
    for part in parts:
        if part not in globals() or part not in PARTS:
            raise SystemExit("there is no part '%s'" % part)
        print("-- " + part, flush=True)
        try:
            globals()[part]()
        finally:
            clean()
    if times:
        os.makedirs(evidence, exist_ok=True)
        path = os.path.join(evidence, "container-%s.json" % time.strftime("%Y%m%d-%H%M%S", time.gmtime()))
        with open(path, "w") as out:
            json.dump({"command": "./x0 interop container " + " ".join(parts), "image": digest, "environment": environment(),
                       "times": times}, out, indent=1)
        print("evidence: " + path)


def environment():
    return {"kernel": platform.release(), "processors": os.cpu_count(), "load_average": os.getloadavg()[0],
            "podman": podman("--version").stdout.strip()}


os.makedirs(work, exist_ok=True)
archive, work, evidence = os.path.abspath(archive), os.path.abspath(work), os.path.abspath(evidence)
os.chdir(work)  # the monitor of a container leaves a file where it stood when the kernel ended one
image = re.search(r"Loaded image: (\S+)", podman("load", "-q", "-i", archive).stdout).group(1)
digest = podman("image", "inspect", image, "--format", "{{.Digest}}").stdout.strip()
main()
print("interop container: all checks held.")
