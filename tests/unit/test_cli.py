"""The command line: what each command answers, with which status; one line for every failure."""

import json
import unicodedata
from pathlib import Path

import pytest

from simulator.engine.attempt import Playthrough
from simulator.engine.record import dump
from simulator.scenario.schema import editor_schema
from tests.processes import Desk, numbers

COMMANDS = (
    "analyze",
    "assess",
    "play",
    "list",
    "show",
    "attempts",
    "progress",
    "preview",
    "export",
    "bring",
    "cohort",
    "desk",
    "results",
    "sit",
    "graph",
    "replay",
    "score",
    "check",
    "new",
    "schema",
    "test",
    "doctor",
)
LIGHT = """import sys; from simulator.cli.main import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with a recorded attempt, and scenarios: good, with a mistake, with a spec that fails."""
    from scenarios import __file__ as library

    desk = Desk(tmp_path_factory.mktemp("desk"))
    typed = numbers("first-steps", "promiser")
    desk.onlyme("play", "first-steps", "--plain", "--record", "a.json", typed=typed)
    text = (Path(library).parent / "first-steps.yaml").read_text(encoding="utf-8")
    (desk.folder / "good.yaml").write_text(text, encoding="utf-8")
    (desk.folder / "bad.yaml").write_text(text.replace("to: nuala", "to: nula", 1), encoding="utf-8")
    (desk.folder / "spec.yaml").write_text(text, encoding="utf-8")
    moves = "[show_bag, sixty, see_how_it_runs, sixty_on]"
    one = f"scenario: first-steps\nplaythroughs:\n  hopeful:\n    moves: {moves}\n"
    (desk.folder / "spec.spec.yaml").write_text(f"{one}    expect: [broken == 0]\n", encoding="utf-8")
    (desk.folder / "good.spec.yaml").write_text(one.replace("first-steps", "another"), encoding="utf-8")
    return desk


# What there is


def test_the_version_is_told(desk: Desk) -> None:
    ran = desk.onlyme("--version")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("onlyme ")
    assert ran.out.count("\n") == 1


def test_help_names_every_command(desk: Desk) -> None:
    ran = desk.onlyme("--help")
    assert ran.status == 0
    listed = [line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line.strip()]
    assert tuple(sorted(listed)) == tuple(sorted(COMMANDS))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(desk: Desk, command: str) -> None:
    ran = desk.onlyme(command, "-h")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Usage: ")


def test_the_library_is_listed(desk: Desk) -> None:
    ran = desk.onlyme("list")
    assert (ran.status, ran.err) == (0, "")
    assert "first-steps          beginner      10 min  First steps" in ran.out.splitlines()


def test_the_library_is_listed_for_programs(desk: Desk) -> None:
    held = {card["id"]: card for card in json.loads(desk.onlyme("list", "--json").out)}
    assert held["first-steps"]["title"] == "First steps"
    assert held["quiet-eleventh-year"]["variants"] == ["thin_crew", "guarded_desks"]


def test_a_scenario_is_shown(desk: Desk) -> None:
    ran = desk.onlyme("show", "quiet-eleventh-year")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("The quiet eleventh year\n")
    assert "Practises: " in ran.out
    assert "Variant thin_crew: " in ran.out
    assert ran.out.endswith("Play it: onlyme play quiet-eleventh-year\n")
    assert json.loads(desk.onlyme("show", "good.yaml", "--json").out)["id"] == "first-steps"


def test_the_trainers_notes_are_not_shown(desk: Desk) -> None:
    assert "which number did you have when you walked in" not in desk.onlyme("show", "first-steps").out


def test_the_schema_is_json_for_editors(desk: Desk) -> None:
    held = json.loads(desk.onlyme("schema").out)
    assert held == editor_schema()
    assert {"encounters", "contacts", "ledger"} <= set(held["properties"])


# For authors


def test_a_scenario_without_mistakes_passes(desk: Desk) -> None:
    ran = desk.onlyme("check", "first-steps", "good.yaml")
    assert (ran.status, ran.out, ran.err) == (0, "2 files checked: no errors\n", "")


def test_a_mistake_is_told_with_file_line_column_and_code(desk: Desk) -> None:
    ran = desk.onlyme("check", "good.yaml", "bad.yaml")
    assert ran.status == 1
    told, _, line, mark, _ = ran.out.splitlines()
    assert told.startswith("bad.yaml:")
    assert "error OM3" in told
    assert "did you mean nuala?" in told
    assert line.endswith("to: nula")
    assert mark.endswith(" ^^^^")
    assert len(mark) == len(line)
    assert ran.err == "1 error in 2 files\n"


def test_a_file_that_is_not_there_is_wrong_usage(desk: Desk) -> None:
    ran = desk.onlyme("check", "nowhere.yaml")
    assert ran.status == 2
    assert ran.out.startswith("nowhere.yaml: error OM101: ")


def test_the_specs_of_the_library_hold(desk: Desk) -> None:
    ran = desk.onlyme("test", "first-steps")
    assert (ran.status, ran.err) == (0, "")
    assert "ok     first-steps: careful" in ran.out.splitlines()
    assert ran.out.splitlines()[-1].endswith(" playthroughs as specified")


def test_a_spec_that_does_not_hold_is_told_with_what_was_so(desk: Desk) -> None:
    ran = desk.onlyme("test", "spec.yaml")
    assert ran.status == 1
    assert ran.out.splitlines()[0] == "FAILED spec: hopeful"
    assert ran.out.splitlines()[1].startswith("       expected broken == 0, but broken is ")
    assert ran.err == "1 of 1 playthrough failed\n"


def test_specs_of_another_scenario_are_refused(desk: Desk) -> None:
    ran = desk.onlyme("test", "good.yaml")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "good.spec.yaml: it is for another, and the scenario beside it is first-steps\n"


def test_a_scenario_without_specs_is_told(desk: Desk) -> None:
    ran = desk.onlyme("test", "bad.yaml")
    assert (ran.status, ran.err) == (2, "bad.yaml: there is no bad.spec.yaml beside it\n")


# What was played


def test_a_score_lists_the_dimensions_and_on_request_every_mark(desk: Desk) -> None:
    plain, full = desk.onlyme("score", "a.json"), desk.onlyme("score", "a.json", "--marks")
    assert plain.status == full.status == 0
    assert full.out.startswith(plain.out)
    assert "Promised: -12 promises: a promise well over what you can do (promise-within-capacity)" in full.out


def test_a_score_for_programs_has_each_mark_with_event_reason_and_principle(desk: Desk) -> None:
    held = json.loads(desk.onlyme("score", "a.json", "--json").out)
    assert held["scenario"] == "first-steps"
    assert held["total"] == sum(mark["points"] for mark in held["marks"])
    assert held["dimensions"]["promises"]["points"] < 0
    for mark in held["marks"]:
        assert set(mark) == {"at", "event", "dimension", "points", "reason", "principle"}
        assert mark["event"]["event"] in (
            "Pitched",
            "Promised",
            "ListClosed",
            "ObjectiveClosed",
            "Kept",
            "Broken",
        )
    assert held["incidents"][0]["incident"] == "promised_against_known_limit"


def test_a_replay_tells_what_was_asked_answered_and_said(desk: Desk) -> None:
    ran = desk.onlyme("replay", "a.json")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    aim = "What do you want to leave this meeting with? The debrief tells whether you got it."
    assert f"> {aim} Come away with an order" in lines
    assert "Declan Shiels: Sixty? Who told her sixty? I get forty out of it, in a good week." in lines
    assert "Kehoe's lorry" in lines
    assert lines[-1] == "Replayed 15 moves: every event is as it was recorded."


def test_attempts_are_listed_with_their_end(desk: Desk) -> None:
    ran = desk.onlyme("attempts")
    assert ran.status == 0
    assert ran.out.splitlines()[0].endswith("First steps  (ended: Kehoe's lorry)")


def test_an_attempt_is_removed_for_good(desk: Desk) -> None:
    away = Desk(desk.folder / "away")
    away.folder.mkdir()
    away.onlyme("play", "first-steps", "--plain", typed=numbers("first-steps", "promiser"))
    attempt = away.onlyme("attempts").out.split()[0]
    assert away.onlyme("attempts", "--delete", attempt).out == f"Removed for good: {attempt}\n"
    assert "Nothing has been played yet" in away.onlyme("attempts").out
    assert away.onlyme("attempts", "--delete", attempt).status == 1


def test_the_doctor_says_where_attempts_are_kept(desk: Desk) -> None:
    ran = desk.onlyme("doctor")
    assert (ran.status, ran.err) == (0, "")
    assert str(desk.folder) in ran.out
    assert ran.out.endswith("Nothing is wrong.\n")


def test_specs_are_checked_as_specs(desk: Desk) -> None:
    assert desk.onlyme("check", "good.yaml", "good.spec.yaml").status == 0
    (desk.folder / "odd.spec.yaml").write_text("scenario: x\nplays: {}\n", encoding="utf-8")
    ran = desk.onlyme("check", "odd.spec.yaml")
    assert (ran.status, "OM210" in ran.out) == (1, True)


def test_where_nothing_was_played_it_is_said_how_to_begin(tmp_path: Path) -> None:
    ran = Desk(tmp_path).onlyme("attempts")
    assert (ran.status, ran.out) == (0, "Nothing has been played yet. Begin with: onlyme play first-steps\n")


# Failures


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["bogus"], 2, "No such command 'bogus'"),
        (["play", "--nope"], 2, "No such option: --nope"),
        (["cohort", "list", "--nope"], 2, "See: onlyme cohort list --help"),
        (["score"], 2, "Missing argument 'ATTEMPT'"),
        (["check"], 2, "Missing argument"),
        (["show", "first-stepps"], 2, "did you mean first-steps?"),
        (["play", "first-stepps", "--plain"], 2, "did you mean first-steps?"),
        (["play", "first-steps", "--plain", "--variant", "night"], 1, "no variant called 'night'"),
        (["play", "first-steps", "--resume", "last"], 2, "leave SCENARIO and --variant out"),
        (["play", "--resume", "zzz", "--plain"], 1, "No attempt begins with zzz"),
        (["score", "nowhere.json"], 2, "nowhere.json: No such file or directory"),
        (["score", "zzz"], 1, "No attempt begins with zzz"),
        (["replay", "good.yaml"], 1, "good.yaml: it is not JSON"),
        (["show", "a.json"], 1, "a.json"),
        (["play", "--plain"], 2, "No scenario was picked"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_failure_is_one_line_with_its_status(desk: Desk, words: list[str], status: int, told: str) -> None:
    ran = desk.onlyme(*words)
    assert (ran.status, len(ran.err.splitlines())) == (status, 1), ran.err
    assert told in ran.err
    assert "Traceback" not in ran.err + ran.out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "it is not UTF-8 text"),
        (b"[]", "it is not a recorded attempt of Only Me"),
        (b"[" * 100_000, "it is not JSON"),
        (b'{"onlyme": "attempt", "schema": 99}', "its schema is 99; this version reads "),
        (b'{"onlyme": "attempt", "schema": 1, "header": {}, "rows": []}', "its header is incomplete"),
    ],
    ids=["not text", "another thing", "deep", "newer", "cut off"],
)
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "b.json").write_bytes(content)
    for command in ("score", "replay"):
        ran = Desk(tmp_path).onlyme(command, "b.json")
        assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)
        assert told in ran.err


def test_a_reader_that_goes_away_is_no_trouble(desk: Desk) -> None:
    process = desk.start("schema")
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert err == b""


def test_what_goes_wrong_inside_is_one_line_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.cli.failures import explained

    monkeypatch.delenv("ONLYME_DEBUG", raising=False)
    failure = explained(RuntimeError("two\nlines\x1b[2J"))
    assert (failure.status, str(failure).count("\n")) == (1, 0)
    assert "(RuntimeError: two lines[2J)" in str(failure)
    monkeypatch.setenv("ONLYME_DEBUG", "1")
    with pytest.raises(RuntimeError):
        explained(RuntimeError("shown"))


# Small commands start fast


@pytest.mark.parametrize(
    "words",
    [
        ["--version"], ["--help"], ["check", "first-steps"], ["score", "a.json"], ["list"],
        ["show", "first-steps"], ["schema"], ["test", "first-steps"], ["replay", "a.json"], ["attempts"],
        ["play", "first-steps", "--plain"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_shows_no_screen_does_not_load_one(desk: Desk, words: list[str]) -> None:
    import subprocess
    import sys

    ran = subprocess.run(
        [sys.executable, "-c", LIGHT, *words], input="q\n", capture_output=True, text=True, cwd=desk.folder,
        env=desk.environment, timeout=60, check=False,
    )  # fmt: skip
    loaded = set(ran.stderr.split())
    assert "simulator.cli.main" in loaded
    assert not {name for name in loaded if name.partition(".")[0] in ("textual", "rich")}


# Records and files that others wrote

HOSTILE = "\x1b[31m\x9b2J\x07\x7f\u202eright\u200b\U000e0041[@click=app.quit]"


def obeyed(text: str) -> set[str]:
    """What a terminal would obey or hide."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co")}


def test_a_hostile_record_writes_nothing_a_terminal_would_obey(desk: Desk) -> None:
    """Every text of the header, the moves and the events, in every command that reads a record."""
    held = json.loads((desk.folder / "a.json").read_text(encoding="utf-8"))
    held["header"] |= dict.fromkeys(("attempt", "title", "started", "rubric", "mode", "language"), HOSTILE)
    for row in held["rows"][1:]:
        row["move"] = f"{row['move']}{HOSTILE}"
        for event in row["events"]:
            event |= {
                key: HOSTILE for key, value in event.items() if isinstance(value, str) and key == "contact"
            }
    (desk.folder / "hostile.json").write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    for words in (["score"], ["score", "--marks"], ["score", "--json"], ["replay"]):
        ran = desk.onlyme(words[0], "hostile.json", *words[1:])
        assert obeyed(ran.out + ran.err) == set(), words
        assert "Traceback" not in ran.err
        assert len((ran.out + ran.err).strip()) > 0


def test_a_hostile_scenario_writes_nothing_a_terminal_would_obey(desk: Desk) -> None:
    """Escapes written in YAML are read as text, so that no forbidden sign needs to stand in the file."""
    escaped = "".join(f"\\U{ord(sign):08x}" for sign in HOSTILE)
    text = (desk.folder / "good.yaml").read_text(encoding="utf-8")
    for key, written in (("title", "First steps"), ("name", "Nuala Keady"), ("label", "Dig")):
        text = text.replace(f"{key}: {written}\n", f'{key}: "{written} {escaped}"\n')
    text = text.replace("id: first-steps\n", "id: hostile\n")
    (desk.folder / "hostile.yaml").write_text(text, encoding="utf-8")
    (desk.folder / "worse.yaml").write_text(f'{text}"{escaped}": "{escaped}"\n', encoding="utf-8")
    typed = numbers("first-steps", "promiser")
    words: list[list[str]] = [
        ["check", "hostile.yaml"], ["check", "worse.yaml"], ["show", "hostile.yaml"], ["show", "worse.yaml"],
        ["show", "hostile.yaml", "--json"], ["play", "hostile.yaml", "--plain", "--record", "h.json"],
        ["score", "h.json", "--marks"], ["replay", "h.json"], ["attempts"],
    ]  # fmt: skip
    told = [desk.onlyme(*these, typed=typed) for these in words]
    assert [these for these, ran in zip(words, told, strict=True) if obeyed(ran.out + ran.err)] == []
    assert [ran.status for ran in told] == [0, 1, 0, 1, 0, 0, 0, 0, 0]
    assert "Nuala Keady [31m2Jright[@click=app.quit]: " in told[7].out


def test_a_hostile_name_of_a_file_is_told_without_harm(desk: Desk) -> None:
    for command in ("check", "show", "score", "replay", "test"):
        ran = desk.onlyme(command, f"no{HOSTILE}.yaml")
        assert obeyed(ran.out + ran.err) == set()
        assert ran.status in (1, 2)


def test_a_record_is_written_the_same_by_the_same_attempt() -> None:
    from simulator.attempts.session import new_header
    from tests.helpers import line, meeting, story

    program = story(meeting(line("a")))
    play = Playthrough(program)
    play.begin()
    header = new_header(program, "text", None)
    assert dump(header, play.rows) == dump(header, tuple(play.rows))
