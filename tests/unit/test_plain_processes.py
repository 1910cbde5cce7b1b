"""Whole plays in processes of their own: the record alone gives the same score and the same story again."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.processes import ONLYME, PATIENCE, Desk, numbers

SCENARIO = "quiet-eleventh-year"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """A desk at which the whole account was played and recorded, and what the play wrote."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    typed = numbers(SCENARIO, "careful")
    ran = desk.onlyme("play", SCENARIO, "--plain", "--record", "a.json", typed=typed)
    assert (ran.status, ran.err) == (0, "")
    return desk, ran.out


def section(text: str, title: str) -> list[str]:
    """The lines of a section of the debrief."""
    return [line.strip() for line in text.split(f"\n{title}\n")[1].split("\n\n")[0].splitlines()]


def test_numbers_typed_into_a_pipe_play_to_the_debrief(played: tuple[Desk, str]) -> None:
    _, text = played
    assert "\nShe rang you first\n" in text
    assert section(text, "The numbers")[-1].startswith("Rubric ")
    assert text.rstrip().splitlines()[-2].strip().startswith("What I ask of them: ___")


def test_the_record_alone_gives_the_score_the_play_printed(played: tuple[Desk, str]) -> None:
    desk, text = played
    first, second = (desk.onlyme("score", "a.json") for _ in range(2))
    assert (first.status, first.err) == (0, "")
    assert first == second
    assert first.out.splitlines()[1:] == section(text, "The numbers")


def test_two_processes_score_byte_for_byte_alike(played: tuple[Desk, str]) -> None:
    desk, _ = played
    first, second = (desk.onlyme("score", "a.json", "--json", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.status == 0
    assert first.out == second.out


def test_two_processes_tell_the_story_byte_for_byte_alike(played: tuple[Desk, str]) -> None:
    desk, text = played
    first, second = (desk.onlyme("replay", "a.json", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert (first.status, first.err) == (0, "")
    assert first == second
    told = " ".join(text.split())
    spoken = [line for line in first.out.splitlines() if line.startswith(("You: ", "Dana Whitfield: "))]
    assert len(spoken) > 20
    assert [line for line in spoken if " ".join(line.split()) not in told] == []


def test_the_kept_attempt_and_the_recorded_file_are_the_same(played: tuple[Desk, str]) -> None:
    desk, _ = played
    for command in ("score", "replay"):
        assert desk.onlyme(command, "last").out == desk.onlyme(command, "a.json").out
    assert "ended: She rang you first" in desk.onlyme("attempts").out


def test_a_record_that_was_touched_is_refused_in_one_line(played: tuple[Desk, str]) -> None:
    desk, _ = played
    text = (desk.folder / "a.json").read_text(encoding="utf-8")
    (desk.folder / "b.json").write_text(text.replace('"over":0', '"over":3', 1), encoding="utf-8")
    ran = desk.onlyme("replay", "b.json")
    assert (ran.status, len(ran.err.splitlines())) == (1, 1)
    assert "gives other events than were recorded" in ran.err


def test_input_that_ends_early_says_how_to_go_on(desk: Desk) -> None:
    ran = desk.onlyme("play", "first-steps", "--plain", typed="1\n1\n")
    assert (ran.status, len(ran.err.splitlines())) == (1, 1)
    attempt = ran.err.rpartition(" ")[2].strip()
    assert ran.err == f"The input has ended before the story. To go on: onlyme play --resume {attempt}\n"
    assert f"{attempt}  " in desk.onlyme("attempts").out
    assert "unfinished" in desk.onlyme("attempts").out


def test_a_player_who_stops_is_told_how_to_go_on_and_nothing_is_wrong(desk: Desk) -> None:
    ran = desk.onlyme("play", "first-steps", "--plain", typed="1\nq\n")
    assert (ran.status, ran.err) == (0, "")
    assert (
        ran.out.rstrip().splitlines()[-1].startswith("The story is not over. To go on: onlyme play --resume ")
    )


def test_an_attempt_goes_on_where_it_was_left_and_comes_to_the_same_end(desk: Desk) -> None:
    typed = numbers("first-steps", "careful")
    whole = desk.onlyme("play", "first-steps", "--plain", typed=typed)
    desk.onlyme("play", "first-steps", "--plain", typed=typed[:8])
    rest = desk.onlyme("play", "--resume", "last", "--plain", typed=typed[8:])
    assert rest.status == 0
    assert section(rest.out, "The numbers") == section(whole.out, "The numbers")
    assert section(rest.out, "What happened") == section(whole.out, "What happened")


def test_a_killed_play_goes_on_from_the_last_choice_it_answered(desk: Desk) -> None:
    typed = numbers("first-steps", "careful")
    process = desk.start("play", "first-steps", "--plain")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(typed[:8].encode())
    process.stdin.flush()
    asked = 0
    while asked < 5:  # four answers were given, so the fifth question is on its way
        asked += process.stdout.read(1) == b">"
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGKILL
    rest = desk.onlyme("play", "--resume", "last", "--plain", typed=typed[8:])
    assert rest.status == 0
    assert "\nA number on the wall\n" in rest.out


def test_an_interrupted_play_is_kept_and_says_so(desk: Desk) -> None:
    process = desk.start("play", "first-steps", "--plain")
    assert process.stdin is not None
    assert process.stdout is not None
    asked = b""
    while asked != b">":
        asked = process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, b"")
    assert b"To go on: onlyme play --resume " in out


def test_a_record_that_cannot_be_written_is_told_before_anything_is_played(desk: Desk) -> None:
    (desk.folder / "folder").mkdir()
    for place in ("nowhere/a.json", "folder"):
        ran = desk.onlyme("play", "first-steps", "--plain", "--record", place, typed="1\n")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"onlyme play: NOT recorded: {place} cannot be written (")
        assert len(ran.err.splitlines()) == 1
    assert "Nothing has been played yet" in desk.onlyme("attempts").out


def test_a_record_that_fails_under_way_is_told_and_the_play_goes_on(desk: Desk) -> None:
    """The folder goes away while the player thinks; the attempt is kept, and only the file is missed."""
    folder = desk.folder / "out"
    folder.mkdir()
    typed = numbers("first-steps", "careful")
    process = desk.start("play", "first-steps", "--plain", "--record", "out/a.json")
    assert process.stdin is not None
    assert process.stdout is not None
    asked = b""
    while asked != b">":
        asked = process.stdout.read(1)
    (folder / "a.json").unlink()
    folder.rmdir()
    out, err = process.communicate(typed.encode(), timeout=PATIENCE)
    assert b"NOT recorded: out/a.json cannot be written" in out
    assert b"A card for your real meeting" in out
    assert (process.returncode, len(err.splitlines())) == (1, 1)
    assert "ended: A number on the wall" in desk.onlyme("attempts").out


def test_a_record_holds_a_whole_text_and_leaves_nothing_beside_it(desk: Desk) -> None:
    desk.onlyme("play", "first-steps", "--plain", "--record", "a.json", typed="1\n1\n")
    assert sorted(path.name for path in desk.folder.glob("a.json*")) == ["a.json"]
    assert desk.onlyme("score", "a.json").status == 0


@pytest.mark.parametrize("content", [b"not a database at all, and longer than a header" * 20, b"\x00" * 4096])
def test_a_broken_store_is_told_in_one_line_and_the_game_is_played_all_the_same(
    desk: Desk, content: bytes
) -> None:
    kept = desk.folder / "kept.sqlite3"
    kept.write_bytes(content)
    ran = desk.onlyme("play", "first-steps", "--plain", typed=numbers("first-steps", "careful"))
    assert ran.status == 0
    assert ran.err.startswith("This attempt will not be kept: ")
    assert len(ran.err.splitlines()) == 1
    assert "\nA number on the wall\n" in ran.out
    assert kept.read_bytes() == content


def test_without_a_store_there_is_nothing_to_resume(desk: Desk) -> None:
    (desk.folder / "kept.sqlite3").write_bytes(b"no database" * 500)
    ran = desk.onlyme("play", "--resume", "last", "--plain")
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_what_is_not_text_in_the_input_is_no_choice(desk: Desk) -> None:
    ran = desk.onlyme("play", "first-steps", "--plain", typed="\udcff\udcfe\n1\n")
    assert ran.status == 1
    assert "Type a number from 1 to 2, or ? for help." in ran.out


def test_a_terminal_that_lacks_letters_shows_question_marks(desk: Desk) -> None:
    typed = numbers("first-steps", "careful")
    ran = desk.onlyme("play", "first-steps", "--plain", typed=typed, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (ran.status, ran.err) == (0, "")
    assert "?What" not in ran.out
    assert "Bashir?s trust rises" in ran.out


def test_a_scenario_is_picked_by_number_where_none_is_named(desk: Desk) -> None:
    ran = desk.onlyme("play", "--plain", typed="x\n" + "9" * 5000 + "\n1\n")
    assert ran.out.startswith("Only Me. Pick a scenario.\n  1. First steps (beginner, ")
    assert ran.out.count("Type a number from 1 to 2, or q to leave.") == 2
    assert "\nThe smoke shed — day 0\n" in ran.out


def test_a_terminal_without_screens_is_told_why_it_has_lines(desk: Desk) -> None:
    master, slave = os.openpty()
    try:
        os.write(master, b"q\n")
        ran = subprocess.run(
            ONLYME,
            stdin=slave,
            stdout=slave,
            stderr=subprocess.PIPE,
            cwd=desk.folder,
            env=desk.environment,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(master)
        os.close(slave)
    why, picked = ran.stderr.decode().splitlines()
    assert "TERM is dumb" in why
    assert picked.startswith("No scenario was picked")
