//! Where a longer text is typed: in memory, on the second screen. No file, no history, no other program.
//!
//! ```text
//! What happened? Write as much as you like.
//!
//! They came on Monday, and named three of
//! us.
//!
//! Ctrl-D: finished   Esc: leave
//! 43 of 65536 bytes
//! ```

#[cfg(test)]
mod tests;

use std::io::{self, BufWriter};
use std::time::Duration;

use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Paragraph;
use ratatui_textarea::{TextArea, WrapMode};
use unicode_segmentation::GraphemeCursor;
use zeroize::{Zeroize as _, Zeroizing};

use super::screen::Screen;
use super::show::wrapped;
use crate::signals;
use crate::text::{text, text_with};

/// Has a text of at most `limit` bytes typed. `None` if the person left.
pub(super) fn edit(question: &str, limit: usize) -> io::Result<Option<Zeroizing<String>>> {
    let screen = Screen::raw()?;
    let mut terminal = ratatui::Terminal::new(CrosstermBackend::new(BufWriter::new(io::stderr())))?;
    let mut editor = Editor::new(question, limit);
    loop {
        screen.draw(|| terminal.draw(|frame| editor.draw(frame)).map(drop))?;
        // All that is there before it is drawn again: on a slow line, and for a paste that is not marked as one.
        loop {
            let event = event::read()?;
            if matches!(event, Event::Resize(..)) {
                // Not `clear`: it asks the terminal where its cursor stands, and waits for the answer.
                let size = terminal.size()?;
                screen.draw(|| terminal.resize(Rect::new(0, 0, size.width, size.height)))?;
            }
            match editor.take(event) {
                Step::On => {}
                Step::Suspend => signals::suspend(),
                Step::Finished => return Ok(Some(editor.into_text())),
                Step::Left => return Ok(None),
            }
            if !event::poll(MOMENT)? {
                break;
            }
        }
        editor.settle();
    }
}

/// What becomes of a key.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    On,
    Suspend,
    Finished,
    Left,
}

/// What the last line asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    Nothing,
    WhetherFinished,
    WhetherToLeave,
}

struct Editor<'a> {
    question: &'a str,
    limit: usize,
    area: TextArea<'static>,
    /// Typed, and not in the text yet: many letters go in as one.
    typed: Zeroizing<String>,
    asks: Asks,
    /// Whether the last thing that was typed did not fit.
    refused: bool,
}

impl<'a> Editor<'a> {
    fn new(question: &'a str, limit: usize) -> Self {
        let mut area = TextArea::default();
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_hard_tab_indent(true);
        // The terminal's own cursor stands there: it splits no letter from its marks, and screen readers follow it.
        area.set_cursor_style(Style::new());
        area.set_cursor_line_style(Style::new());
        area.set_selection_style(Style::new().add_modifier(Modifier::REVERSED));
        Self { question, limit, area, typed: Zeroizing::default(), asks: Asks::Nothing, refused: false }
    }

    fn take(&mut self, event: Event) -> Step {
        match event {
            Event::Paste(pasted) => self.paste(Zeroizing::new(pasted)),
            Event::Key(key) if key.kind != KeyEventKind::Release => return self.press(key),
            Event::Key(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost | Event::Mouse(_) => {}
        }
        Step::On
    }

    fn press(&mut self, key: KeyEvent) -> Step {
        let asked = std::mem::replace(&mut self.asks, Asks::Nothing);
        match (asked, key.code) {
            (Asks::WhetherFinished, KeyCode::Enter) => return Step::Finished,
            (Asks::WhetherToLeave, KeyCode::Char(c)) if says_yes(c) => return Step::Left,
            (Asks::WhetherFinished | Asks::WhetherToLeave, _) => return Step::On,
            (Asks::Nothing, _) => {}
        }
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        let control = key.modifiers == KeyModifiers::CONTROL;
        match (key.code, control) {
            (KeyCode::Char('d'), true) => self.asks = Asks::WhetherFinished,
            (KeyCode::Char('c'), true) | (KeyCode::Esc, _) => self.asks = Asks::WhetherToLeave,
            (KeyCode::Char('z'), true) => return Step::Suspend,
            (KeyCode::Char('j' | 'm'), true) | (KeyCode::Enter, _) => self.typed.push('\n'),
            (KeyCode::Tab, _) if plain => self.typed.push('\t'),
            (KeyCode::Char(letter), _) if plain => self.typed.push(letter),
            (code, _) => {
                self.settle();
                self.refused = false;
                if self.area.input(key) && self.length() > self.limit {
                    self.area.undo();
                    self.refused = true;
                }
                self.keep_letters_whole(code == KeyCode::Right);
            }
        }
        Step::On
    }

    /// Line ends as terminals send them, and nothing that only a terminal would obey.
    fn paste(&mut self, pasted: Zeroizing<String>) {
        self.asks = Asks::Nothing;
        self.settle();
        let lines = Zeroizing::new(pasted.replace("\r\n", "\n").replace('\r', "\n"));
        self.typed.extend(lines.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t'));
        self.settle();
    }

    /// Puts what was typed into the text, if it fits; else nothing of it.
    fn settle(&mut self) {
        if self.typed.is_empty() {
            return;
        }
        self.refused = self.length() + self.typed.len() > self.limit;
        if !self.refused {
            self.area.insert_str(self.typed.as_str());
        }
        self.typed.zeroize();
    }

    /// The cursor never stands between a letter and its marks.
    fn keep_letters_whole(&mut self, forward: bool) {
        use ratatui_textarea::CursorMove::{Back, Forward};
        while self.is_within_letter() {
            self.area.move_cursor(if forward { Forward } else { Back });
        }
    }

    fn is_within_letter(&self) -> bool {
        let cursor = self.area.cursor();
        let line = self.area.lines().get(cursor.0).map_or("", String::as_str);
        let Some((at, _)) = line.char_indices().nth(cursor.1) else { return false };
        !GraphemeCursor::new(at, line.len(), true).is_boundary(line, 0).unwrap_or(true)
    }

    fn length(&self) -> usize {
        let lines = self.area.lines();
        lines.iter().map(String::len).sum::<usize>() + lines.len().saturating_sub(1)
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        let (width, height) = (frame.area().width, frame.area().height);
        let question = wrapped(self.question, width.into());
        let most = |rows: usize, part: u16| u16::try_from(rows).unwrap_or(u16::MAX).min(height / part);
        let status = wrapped(&self.status(), width.into());
        let (above, below) = (most(question.lines().count() + 1, 3), most(status.lines().count(), 2));
        let rows = [Constraint::Length(above), Constraint::Fill(1), Constraint::Length(below)];
        let [top, middle, bottom] = Layout::vertical(rows).areas(frame.area());
        frame.render_widget(Paragraph::new(question.as_str()), top);
        frame.render_widget(&self.area, middle);
        frame.render_widget(Paragraph::new(status.as_str()), bottom);
        let (cursor, (row, column)) = (self.area.screen_cursor(), self.area.scroll_offset());
        let within = |at: usize, from: u16, start: u16, length: u16| {
            let at = u16::try_from(at.saturating_sub(from.into())).unwrap_or(u16::MAX);
            start.saturating_add(at.min(length.saturating_sub(1)))
        };
        let x = within(cursor.col, column, middle.x, middle.width);
        let y = within(cursor.row, row, middle.y, middle.height);
        frame.set_cursor_position(Position { x, y });
    }

    fn status(&self) -> String {
        let room = || text_with("editor-room", &[("used", &self.length()), ("limit", &self.limit)]);
        match self.asks {
            Asks::WhetherFinished => text("editor-finished"),
            Asks::WhetherToLeave => text("editor-leave"),
            Asks::Nothing if self.refused => format!("{}\n{}", text("editor-full"), room()),
            Asks::Nothing => format!("{}\n{}", text("editor-keys"), room()),
        }
    }

    fn into_text(mut self) -> Zeroizing<String> {
        self.settle();
        let mut whole = Zeroizing::new(String::with_capacity(self.length()));
        for (number, mut line) in self.area.into_lines().into_iter().enumerate() {
            if number > 0 {
                whole.push('\n');
            }
            whole.push_str(&line);
            line.zeroize();
        }
        whole
    }
}

/// Without any time its source of keys would not look.
const MOMENT: Duration = Duration::from_millis(1);

fn says_yes(letter: char) -> bool {
    text("yes-answers").split_whitespace().any(|yes| yes.chars().eq(letter.to_lowercase()))
}
