"""The service under a real systemd, on a machine of its own: installed, killed, refused, walled in, taken away."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.cli.unit_file import UNITS
from tests.local_account import event
from tests.systemd.machine import PROGRAM, UID, USER, Machine, booted, why_not

HOME = f"/home/{USER}"
CONFIGURATION = """
[thank_you]
delay_minutes = 0

[accounts.personal]
name = "Sam Lee"
email = "sam@example.com"
timezone = "Europe/Berlin"
country = "DE-BE"
calendar = {{ backend = "local", path = "{place}/calendars", watch = ["work"] }}
mailbox = {{ backend = "maildir", path = "{place}/mail" }}
"""

pytestmark = [pytest.mark.skipif(bool(why_not()), reason=why_not() or "none"), pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with a user who lingers; the user has an interview that is over."""
    with booted(tmp_path_factory.mktemp("machine")) as machine:
        machine.run(f"loginctl enable-linger {USER}")
        machine.until(f"systemctl is-active user@{UID}", "the user's manager")
        yield machine


def prepare(machine: Machine, place: str, configuration: str) -> None:
    """Write an account whose things lie below *place*, with an interview that ended two hours ago."""
    machine.put(configuration, CONFIGURATION.format(place=place))
    start = datetime.now(UTC) - timedelta(hours=3)
    machine.put(f"{place}/calendars/work/one.ics", event("one", start, title="Interview at ACME #interview"))


def service(machine: Machine, *arguments: str) -> tuple[int, str, str]:
    """Run `afterword service` as the user."""
    done = machine.as_user(f"{PROGRAM} service {' '.join(arguments)}", check=False)
    return done.returncode, done.stdout, done.stderr


def shown(machine: Machine, unit: str, name: str, *, of_user: bool) -> str:
    """What the manager has of *name*."""
    run = machine.as_user if of_user else machine.run
    return run(f"systemctl {'--user' if of_user else ''} show {unit} -p {name} --value").stdout.strip()


def test_the_user_service_is_installed_lives_and_is_taken_away(machine: Machine) -> None:
    """The whole way of somebody who runs it on their own machine."""
    prepare(machine, HOME, f"{HOME}/.config/afterword/config.toml")

    status, out, err = service(machine, "install")
    assert (status, err) == (0, "")
    assert "It is enabled, and runs: " in out
    assert "lingering is on" in out
    assert "walls" not in out
    machine.until(f"ls {HOME}/mail/Drafts/cur/* >/dev/null", "the note")

    # It says how it is, to the manager, to us and to the journal.
    status, out, _ = service(machine, "status", "--json")
    told = json.loads(out)
    assert status == 0
    assert told["running"]
    assert told["lingers"]
    assert told["systemd"]["enabled"]
    assert told["systemd"]["active"]
    assert told["systemd"]["status"].startswith(("next: ", "nothing is coming up"))
    entries = machine.until(
        "journalctl -o json AFTERWORD_EVENT=item_created AFTERWORD_KIND=thank_you | grep .", "the log"
    )
    assert json.loads(entries.splitlines()[0])["SYSLOG_IDENTIFIER"] == "afterword"
    assert "@" not in machine.run("journalctl -o cat -t afterword").stdout

    # The person's own changes stay in a drop-in; installing again, as after an upgrade, keeps them.
    drop_in = f"{HOME}/.config/systemd/user/afterword.service.d/own.conf"
    machine.put(drop_in, "[Service]\nRestartSec=1s\n")
    assert service(machine, "install")[0] == 0
    first = shown(machine, "afterword", "MainPID", of_user=True)

    # Killed, it comes back; and makes nothing twice.
    machine.run(f"kill -KILL {first}")
    user = f"systemctl --user -M {USER}@"
    machine.until(f"{user} show afterword -p MainPID --value | grep -v -x -e 0 -e {first}", "the new process")
    machine.until(f"{user} is-active afterword", "READY")
    assert machine.run(f"ls {HOME}/mail/Drafts/cur | wc -l").stdout.strip() == "1"

    # A reload that cannot be used changes nothing.
    machine.put(f"{HOME}/.config/afterword/config.toml", "nonsense")
    machine.as_user("systemctl --user reload afterword")
    assert shown(machine, "afterword", "ActiveState", of_user=True) in ("active", "reloading")

    # A start with it is refused once, and not tried again.
    machine.as_user("systemctl --user restart afterword", check=False)
    assert shown(machine, "afterword", "ActiveState", of_user=True) == "failed"
    assert shown(machine, "afterword", "ExecMainStatus", of_user=True) == "2"
    assert service(machine, "install")[0] == 2

    status, out, _ = service(machine, "uninstall")
    assert status == 0
    assert "Stopped the service" in out
    assert machine.run(f"ls {HOME}/.config/systemd/user/afterword.service", check=False).returncode != 0
    assert machine.run(f"ls {HOME}/.local/state/afterword/ledger.sqlite").returncode == 0
    assert service(machine, "uninstall") == (0, "The service is not installed; there is nothing to take away.\n", "")


def test_a_hang_is_ended_by_the_watchdog_and_started_anew(machine: Machine) -> None:
    """SIGABRT from the real manager; the next process lives."""
    machine.put(f"{HOME}/hang.py", HANGING)
    machine.put(
        f"{HOME}/.config/systemd/user/hanging.service",
        f"[Service]\nType=notify\nExecStart={sys.executable} -P {HOME}/hang.py\nWatchdogSec=2\nRestart=on-failure\n"
        f"Environment=PYTHONPATH={Path(__file__).parents[2]}\n",
    )
    prepare(machine, HOME, f"{HOME}/config.toml")

    machine.as_user("systemctl --user daemon-reload; systemctl --user start hanging")

    machine.until(f"systemctl --user -M {USER}@ show hanging -p NRestarts --value | grep -v '^0'", "the new start")
    assert "Watchdog timeout" in machine.log()
    machine.as_user("systemctl --user stop hanging", check=False)


HANGING = f"""
import os, sys
from integrations.local.vdir import VdirCalendar
from daemon.service import main
VdirCalendar.read = lambda *_: os.read(os.pipe()[0], 1)
sys.argv = ["service", "{HOME}/config.toml"]
sys.exit(main())
"""


@pytest.fixture(scope="module")
def system_service(machine: Machine) -> str:
    """The system unit, started for the user on folders below /srv; gives its name."""
    text = (UNITS / "afterword@.service").read_text(encoding="utf-8").replace("/usr/bin/afterword", str(PROGRAM))
    machine.put("/etc/systemd/system/afterword@.service", text, owner="root")
    # Python and checkout may lie in a home, of which the unit sees none.
    seen = " ".join(f"-{place}" for place in (Path(sys.base_prefix), Path(__file__).parents[2], Path(sys.prefix)))
    drop_in = f"[Service]\nBindPaths=/srv/{USER}\nBindReadOnlyPaths={seen}\n"
    machine.put(f"/etc/systemd/system/afterword@{USER}.service.d/folders.conf", drop_in, owner="root")
    machine.put(f"/etc/credstore/afterword.{USER}.writer-key", "a secret\n", owner="root")
    prepare(machine, f"/srv/{USER}", f"/etc/afterword/{USER}/config.toml")
    unit = f"afterword@{USER}"
    machine.run(f"systemctl daemon-reload; systemctl start {unit}")
    return unit


def test_the_system_service_works_as_its_user(machine: Machine, system_service: str) -> None:
    """It makes its note; its state and credentials lie where the unit says, closed to others."""
    machine.until(f"ls /srv/{USER}/mail/Drafts/cur/* >/dev/null", "the note")

    pid = shown(machine, system_service, "MainPID", of_user=False)
    assert machine.run(f"stat -c %U /proc/{pid}").stdout.strip() == USER
    assert shown(machine, system_service, "StatusText", of_user=False)
    state = machine.run(f"stat -c '%U %a %n' /var/lib/afterword/{USER} /var/lib/afterword/{USER}/ledger.sqlite").stdout
    assert state.splitlines() == [
        f"{USER} 700 /var/lib/afterword/{USER}",
        f"{USER} 600 /var/lib/afterword/{USER}/ledger.sqlite",
    ]
    secret = f"/run/credentials/{system_service}.service/writer-key"
    assert machine.run(f"nsenter -t {pid} -m cat {secret}").stdout == "a secret\n"


#: What the unit forbids, each as a program that must fail behind its walls, and works without them.
FORBIDDEN = {
    "write to /usr": "open('/usr/x', 'w')",
    "write to /etc": "open('/etc/x', 'w')",
    "write to /var": "open('/var/x', 'w')",
    "read a home": f"open('{HOME}/.config/systemd/user/hanging.service')",
    "see other processes": "open('/proc/1/status')",
    "raw sockets": "socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)",
    "packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)",
    "a new namespace": "check(libc.unshare(0x10000000))",
    "mount": "check(libc.mount(b'none', b'/tmp', b'tmpfs', 0, 0))",
    "trace": "check(libc.ptrace(16, os.getppid(), 0, 0))",
    "executable memory": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)",
    "a setuid file": "open('/tmp/x', 'w').close(); os.chmod('/tmp/x', 0o4755)",
    "set the clock": "time.clock_settime(time.CLOCK_REALTIME, time.time())",
    "the host's name": "socket.sethostname('other')",
    "the kernel's log": "open('/dev/kmsg')",
    "kernel settings": "open('/proc/sys/kernel/sysrq', 'w')",
    "control groups": "os.mkdir('/sys/fs/cgroup/x')",
    "be root": "os.setuid(0)",
    "a real-time schedule": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "another personality": "check(libc.personality(0x0008))",
}

PROBE = """
import ctypes, mmap, os, socket, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def check(result):
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
for name, program in {forbidden!r}.items():
    try:
        exec(program)
        print("DONE", name)
    except (OSError, PermissionError) as error:
        print("refused", name, error)
"""


def test_what_the_system_unit_forbids_is_refused(machine: Machine, system_service: str) -> None:
    """A probe in the place of the program, behind the same walls, gets nowhere; as root without them it does."""
    machine.put("/srv/probe.py", PROBE.format(forbidden=FORBIDDEN))
    text = (machine.root / "etc/systemd/system/afterword@.service").read_text()
    text = text.replace(f"ExecStart={PROGRAM} run", f"ExecStart={sys.executable} /srv/probe.py")
    text = text.replace("Type=notify", "Type=oneshot").replace("Restart=on-failure", "Restart=no")
    text = text.replace("WatchdogSec=10min", "")
    machine.put("/etc/systemd/system/probe@.service", text, owner="root")
    drop_in = (machine.root / f"etc/systemd/system/{system_service}.service.d/folders.conf").read_text()
    machine.put(f"/etc/systemd/system/probe@{USER}.service.d/folders.conf", drop_in, owner="root")

    machine.run(f"systemctl daemon-reload; systemctl start probe@{USER}")
    lines = machine.until(
        f"journalctl -o cat -u probe@{USER} | grep -c refused && journalctl -o cat -u probe@{USER}", "it"
    )

    assert [line for line in lines.splitlines() if line.startswith("DONE")] == []
    assert {name for name in FORBIDDEN if f"refused {name}" in lines} == set(FORBIDDEN)
    free = machine.run(f"{sys.executable} /srv/probe.py").stdout
    # Some of it no container may do either; most of it only the walls forbid.
    assert free.count("DONE") >= 10, free
