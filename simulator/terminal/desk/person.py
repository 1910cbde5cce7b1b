"""The page of one person: how it stands, live, and what a person says of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Iterator

from textual.app import ComposeResult

from simulator.attempts.errors import StoreError
from simulator.cohort.page import Page
from simulator.cohort.standing import Results, Standing
from simulator.scenario.text import one_line
from simulator.terminal.desk.doing import Desk, Names
from simulator.terminal.desk.live import EVERY, LiveRoom
from simulator.terminal.paragraphs import BLANK, Paragraph, paragraph
from simulator.terminal.screens.pick import Pick
from simulator.terminal.text import Words
from simulator.terminal.widgets.menu import option, text
from simulator.terminal.widgets.oneline import OneLine
from simulator.terminal.widgets.paper import Paper
from simulator.view.results import Section, person
from simulator.view.standings import said

COMMENT, EXTRA = "comment", "extra time"
Looked = tuple[Results, Page, Names | None]


class PersonRoom(LiveRoom[Looked], place="person"):
    """One person in an assessment."""

    AUTO_FOCUS = "#page"

    def __init__(self, desk: Desk, who: str, every: float | None = EVERY) -> None:
        """`who`: the id of the person."""
        super().__init__(every)
        self.desk = desk
        self._who = who
        self._found: Looked | None = None
        self._shown: tuple[Paragraph, ...] = ()

    def parts(self) -> ComposeResult:
        """A title, the page, and room to type a line."""
        yield Words("", id="title", classes="title")
        yield Paper(id="page")
        yield OneLine(id="line")

    @property
    def _page(self) -> Paper:
        return self.query_one("#page", Paper)

    @property
    def _line(self) -> OneLine:
        return self.query_one("#line", OneLine)

    def on_mount(self) -> None:
        """Looks where there is more to read."""
        self.watch(self._page, "scroll_y", self.refresh_keys, init=False)
        self.watch(self._page, "virtual_size", self.refresh_keys, init=False)

    # -- looking

    def read(self) -> Looked:
        """The person as they stand now."""
        return self.desk.page(self._who)

    def take(self, found: Looked) -> None:
        """Shows the page; where the reader has read on, it stays there."""
        results, page, names = self._found = found
        one = page.standing
        name = f" · {one_line(names.get(one.person, 'name deleted'))}" if names is not None else ""
        self.query_one("#title", Words).say(f"{one.pseudonym}{name} · {results.title}")
        shown = tuple(paragraphs(person(page, results)))
        if shown != self._shown:
            self._shown = shown
            top = self._page.scroll_offset.y
            self._page.show(shown)
            self._page.scroll_to(y=top, animate=False)
        self.refresh_keys()

    @property
    def _standing(self) -> Standing | None:
        return self._found[1].standing if self._found else None

    # -- doing

    def can(self, action: str) -> bool:
        """What there is to sign off, whom time can be given to; on only where there is more."""
        if action == "read_down":
            return not self._page.at_end
        if action not in ("comment", "sign", "extra"):
            return True
        if self._found is None:
            return False
        results, page, _ = self._found
        one = page.standing
        if action == "comment":
            return one.gone != "deleted"
        if action == "sign":
            return one.ready and not one.confirmed
        return results.rules.minutes is not None and results.closed is None and not one.gone

    def action_comment(self) -> None:
        """Asks for a comment."""
        self._line.open(COMMENT, "Comment:")
        self.say("Enter keeps the comment. Esc ends.")

    def action_extra(self) -> None:
        """Asks for a factor."""
        self._line.open(EXTRA, "Extra time, as a factor:")
        self.say("1.25 is a quarter more. No reason is kept. Enter gives it. Esc ends.")

    def on_one_line_given(self, event: OneLine.Given) -> None:
        """Does with a line what it was asked for."""
        event.stop()
        self._end_line()
        if self._found is None or not event.line:
            return
        found, one, line = self._found[0], self._found[1].standing, event.line
        if event.purpose == COMMENT:
            self._do(lambda: self.desk.comment(one, line), "Noted.")
        else:
            self._do(lambda: self.desk.extra_time(found, one, line), f"Given: {line} times the minutes.")

    def on_one_line_given_up(self, event: OneLine.GivenUp) -> None:
        """No line after all."""
        event.stop()
        self._end_line()

    def _end_line(self) -> None:
        self._line.close()
        self.say("")
        self._page.focus()

    def action_sign(self) -> None:
        """Asks whether to sign off what is on the page."""
        one = self._standing
        if one is None:
            return
        entries = [
            text((f"{one.pseudonym}: {said(one.grade)}", "strong")),
            text("A verdict counts once somebody who has looked at it has signed it off."),
            text(),
            option("no", "Not now"),
            option("sign", f"Sign it off as {self.desk.by}"),
        ]

        def then(chosen: Hashable | None) -> None:
            if chosen == "sign":
                self._do(lambda: self.desk.sign(one), "Signed off.")

        self.app.push_screen(Pick("Sign off?", entries), then)

    def action_names(self) -> None:
        """Shows the name beside the pseudonym, or hides it again."""
        self.desk.named = not self.desk.named
        self.look()

    def _do(self, what: Callable[[], None], done: str) -> None:
        """Does something in a thread, says how it went, and looks again."""
        self.run_worker(self._doing(what, done))

    async def _doing(self, what: Callable[[], None], done: str) -> None:
        try:
            await asyncio.to_thread(what)
        except StoreError as error:
            self.say(str(error), bad=True)
        else:
            self.say(done)
        self.look()

    def action_close(self) -> None:
        """Back to the roll."""
        self.dismiss()

    def action_read_up(self) -> None:
        """A page back."""
        self._page.scroll_page_up(animate=False)

    def action_read_down(self) -> None:
        """A page on."""
        self._page.scroll_page_down(animate=False)


def paragraphs(sections: Iterable[Section]) -> Iterator[Paragraph]:
    """Sections as paragraphs: their headings, and under each its lines."""
    for place, (heading, lines) in enumerate(sections):
        if place:
            yield BLANK
        yield paragraph((heading, "heading"))
        for line in lines:
            yield paragraph(line, hang=7)
