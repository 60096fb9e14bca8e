#!/usr/bin/env python3
"""Derives the conformance data of a daemon from recorded answers of a real one.

Usage: derive.py master|agent RECORDINGS OUTPUT

RECORDINGS holds requests.txt (name, result and curl command, with tabs between), <name>.headers and
<name>.body. What is kept of an answer is its status, a few headers and either its short text or the
shape of its JSON: which paths there are and of which types. Run it again only when there are new
recordings; the tests need its output alone.
"""
import json
import pathlib
import re
import shlex
import sys

GROUPS = {
    "master": {
        "scheduler": r"errors/sched_(?!subscribe_(bad_role|role_and_roles|unknown_id))",
        "operator": r"errors/op_|v1master/(?!pb_|GET_MAINT|GET_QUOTA|GET_OPER).*rich",
        "views": r"master/(state|state-summary|slaves|frameworks|tasks|tasks_limit|roles|flags"
        r"|weights|state_jsonp|state_summary_jsonp|state_post|metrics_snapshot"
        r"|metrics_snapshot_timeout)\.rich",
        "process": r"master/(health|health_head|redirect|redirect_hdr|master_redirect_path|version"
        r"|root_version|not_found|not_found_master|logging_toggle|logging_toggle_post"
        r"|system_stats)\.rich|errors/(master_teardown|lp_delete|lp_options)",
        "files": r"master/files_.*\.rich",
    },
    "agent": {
        "operator": r"errors/agent_|v1agent/.*rich",
        "views": r"agent/(root_)?(state|containers|containers_nested|flags|monitor_statistics"
        r"|state\.json|monitor_statistics\.json|metrics_snapshot)\.rich",
        "process": r"agent/(health|version|root_version|not_found|system_stats|files_.*)\.rich",
    },
}
HEADERS = ("content-type", "allow", "location")
# Only status and headers are kept of these: their bodies are those of others.
BARE = re.compile(r"_(jsonp|post|delete|options|head)\b")
# Objects that appear in many places, by where they do.
KINDS = [
    (r"\.(\w+_)?tasks\[\]$", "task"),
    (r"(?<!role)\.(completed_)?frameworks\[\]$", "framework"),
    (r"\.(slaves|agents)\[\]$", "agent"),
    (r"\.offers\[\]$", "offer"),
    (r"\.(completed_)?executors\[\]$", "executor"),
    (r"\.containers\[\]$|^\$\[\]$", "container"),
    (r"\.statuses\[\]$", "status"),
    (r"\.roles\[\]$", "role"),
    (r"@(\S+ )?role\.(resources|allocated|offered|reserved|quota\.\w+)$", "quantities"),
    (r"resources(_full)?\[\]$", "resource"),
    (r"\bresources$|_resources(_allocated)?$", "summary"),
]
# Objects whose keys are names of things: one kind of value each.
MAPS = re.compile(
    r"^\$\.flags$|(snapshot|agent/files_debug)!\$$|(?<!un)reserved_resources(_full|_allocated)?$"
    r"|@quantities$"
)
# Shown only where there is something to show.
OPTIONAL = re.compile(r"\.(git_sha|log_dir|ports|network_infos|get_weights|drain_info|agent_info\.checkpoint)$")


def type_of(value):
    return {
        str: "string", bool: "boolean", int: "integer", float: "double",
        dict: "object", list: "array", type(None): "null",
    }[type(value)]


class Shape:
    """Paths and their types; kinds are shared by all answers of one family."""

    shared = {}

    def __init__(self, name, family):
        self.name, self.family, self.paths = name, family, {}

    def add(self, path, value, parent=None):
        kind = self.kind(path) if isinstance(value, dict) else None
        table = self.shared if path.startswith("@") else self.paths
        entry = table.setdefault(path, [set(), 0, parent])
        entry[0].add(kind or type_of(value))
        entry[1] += 1
        if kind:
            path, parent = kind, None
            root = self.shared.setdefault(kind, [{"object"}, 0, None])
            root[1] += 1
        if isinstance(value, dict):
            keyed = MAPS.search(path) or MAPS.search(self.name + "!" + path)
            for key, child in value.items():
                self.add(path + (".*" if keyed else "." + key), child, path)
        elif isinstance(value, list):
            for child in value:
                self.add(path + "[]", child, path)

    def kind(self, path):
        if MAPS.search(path):
            return None
        for pattern, kind in KINDS:
            if re.search(pattern, path):
                own = kind in ("framework", "agent", "container") or self.family == "v1"
                return f"@{self.family}-{kind}" if own else f"@{kind}"
        return None

    @classmethod
    def lines(cls, paths):
        both = {**cls.shared, **paths}
        for path, (types, seen, parent) in sorted(paths.items()):
            each = path.endswith(("[]", ".*")) or parent is None
            optional = not each and (seen < both[parent][1] or OPTIONAL.search(path))
            yield f". {path} {'|'.join(sorted(types))}{' ?' if optional else ''}"


def request(command):
    method, headers, body, url = None, [], None, None
    words = shlex.split(command)[1:]
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            headers.append(re.sub(r":\s*", ": ", words.pop(0), count=1))
        elif word in ("-d", "--data-binary"):
            body = words.pop(0)
        elif word == "-m":
            words.pop(0)
        elif word == "-I":
            method = "HEAD"
        elif not word.startswith("-"):
            url = word
    method = method or ("POST" if body is not None else "GET")
    if body is not None and not any(h.lower().startswith("content-type") for h in headers):
        headers.append("Content-Type: application/x-www-form-urlencoded")
    target = re.sub(r"^http://[^/]*", "", url)
    return [f"> {method} {target}"] + [f"> {h}" for h in headers] + ([f"| {body}"] if body else [])


def answer(folder, name):
    head = (folder / f"{name}.headers").read_text().splitlines()
    body = (folder / f"{name}.body").read_text()
    yield f"< {head[0].split()[1]}"
    kind = ""
    for line in filter(None, head[1:]):
        key, _, value = line.partition(": ")
        if key.lower() in HEADERS:
            yield f"< {key}: {value}"
            kind = value if key.lower() == "content-type" else kind
    if BARE.search(name):
        return
    if kind == "application/json":
        plain = re.sub("^root_|_(timeout|limit|nested)$", "", name.split("/")[1].split(".")[0])
        family = "v1" if name.startswith("v1") else plain.replace("frameworks", "state")
        shape = Shape(f"{name.split('/')[0]}/{plain}", family)
        shape.add("$", json.loads(body))
        yield shape
    else:
        yield "= " + body.replace("\\", "\\\\").replace("\n", "\\n")


def main(daemon, recordings, output):
    folder = pathlib.Path(recordings)
    rows = [line.split("\t") for line in (folder / "requests.txt").read_text().splitlines()]
    for group, pattern in GROUPS[daemon].items():
        blocks = [
            [f"# {name}", *request(command), *answer(folder, name)]
            for name, _, command in (row for row in rows if len(row) == 3)
            if re.match(pattern, name)
        ]
        texts = ["\n".join(flat(block)) for block in blocks]
        write(pathlib.Path(output) / f"{group}.txt", "\n\n".join(texts))
    write(pathlib.Path(output) / "kinds.txt", "\n".join(Shape.lines(Shape.shared)))


def flat(block):
    for item in block:
        yield from Shape.lines(item.paths) if isinstance(item, Shape) else [item]


def write(path, text):
    path.write_text(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
