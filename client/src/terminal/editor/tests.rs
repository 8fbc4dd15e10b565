use super::*;
use ratatui::backend::TestBackend;

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn control(letter: char) -> Event {
    Event::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

fn typing(editor: &mut Editor<'_>, text: &str) {
    for letter in text.chars() {
        let code = if letter == '\n' { KeyCode::Enter } else { KeyCode::Char(letter) };
        assert_eq!(editor.take(key(code)), Step::On);
    }
    editor.settle();
}

fn drawn(editor: &Editor<'_>, width: u16, height: u16) -> ratatui::Terminal<TestBackend> {
    let mut terminal = ratatui::Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| editor.draw(frame)).unwrap();
    terminal
}

fn screen(editor: &Editor<'_>, width: u16, height: u16) -> String {
    drawn(editor, width, height).backend().to_string()
}

const SCRIPTS: &[&str] = &[
    "Walinipiga, na mshahara haujalipwa.",
    "¿Qué pasó? Nos echaron a tres; «lista negra».",
    "Ça fait trois mois, l'œil fermé.",
    "Não pagaram; às vezes ameaçam.",
    "قالوا إنّ أسماءنا في القائمة، ١٢٣.",
    "उन्होंने हमें धमकाया। क्षति, ज्ञान, र्‍य",
    "他们把我们列入黑名单。𠮷野",
    "e\u{301}a\u{300}\u{323} 👩‍👩‍👧‍👦 한글",
];

#[test]
fn every_script_comes_out_as_it_was_typed_or_pasted() {
    let whole = SCRIPTS.join("\n");
    let mut editor = Editor::new("?", 65536);
    typing(&mut editor, &whole);
    assert_eq!(*editor.into_text(), whole);
    let mut editor = Editor::new("?", 65536);
    editor.take(Event::Paste(whole.replace('\n', "\r")));
    editor.take(Event::Paste("\r\nend\t\u{1b}[31m\u{7}\u{9b}".into()));
    assert_eq!(*editor.into_text(), format!("{whole}\nend\t[31m"));
}

#[test]
fn it_draws_at_every_size_and_loses_nothing() {
    let mut editor = Editor::new("What happened? Write as much as you like.", 65536);
    let whole = SCRIPTS.repeat(4).join("\n");
    editor.take(Event::Paste(whole.clone()));
    for (width, height) in [(80, 24), (40, 12), (1, 1), (0, 0), (2, 3), (300, 2), (3, 100), (40, 12)] {
        drawn(&editor, width, height);
        editor.take(Event::Resize(width, height));
        editor.take(key(KeyCode::Up));
        editor.take(key(KeyCode::Left));
    }
    assert_eq!(*editor.into_text(), whole);
}

#[test]
fn forty_columns_show_the_question_the_text_and_the_way_out() {
    let mut editor = Editor::new("What happened? Write as much as you like.", 65536);
    typing(&mut editor, "They came on Monday, and named three of us.");
    let shown = screen(&editor, 40, 12);
    for part in ["What happened?", "They came on Monday", "Ctrl-D", "Esc", "43 of 65536 bytes"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[test]
fn what_does_not_fit_is_refused_whole_and_seen() {
    let mut editor = Editor::new("?", 10);
    typing(&mut editor, "12345678");
    editor.take(Event::Paste("éé".into()));
    assert!(editor.refused && screen(&editor, 80, 24).contains(&text("editor-full")));
    typing(&mut editor, "é");
    assert!(!editor.refused);
    typing(&mut editor, "x");
    assert!(editor.refused);
    // Nor by what was cut before.
    editor.take(control('w'));
    editor.take(control('y'));
    editor.take(control('y'));
    assert!(editor.refused);
    assert_eq!(*editor.into_text(), "12345678é");
}

#[test]
fn leaving_and_finishing_are_asked_for() {
    let mut editor = Editor::new("?", 100);
    typing(&mut editor, "words");
    for asks in [control('c'), key(KeyCode::Esc), control('d')] {
        assert_eq!(editor.take(asks), Step::On);
        assert_eq!(editor.take(key(KeyCode::Char('n'))), Step::On, "any other key goes on");
    }
    editor.take(control('c'));
    assert_eq!(editor.take(key(KeyCode::Enter)), Step::On);
    editor.take(key(KeyCode::Esc));
    assert_eq!(editor.take(key(KeyCode::Char('y'))), Step::Left);
    editor.take(control('d'));
    assert_eq!(editor.take(key(KeyCode::Char('y'))), Step::On);
    assert_eq!(editor.take(control('z')), Step::Suspend);
    editor.take(control('d'));
    assert_eq!(editor.take(key(KeyCode::Enter)), Step::Finished);
    assert_eq!(*editor.into_text(), "words");
}

#[test]
fn a_paste_that_no_terminal_marked_cannot_cut_or_end_the_text() {
    let mut editor = Editor::new("?", 100);
    typing(&mut editor, "one");
    editor.take(control('j'));
    typing(&mut editor, "two");
    editor.take(control('m'));
    typing(&mut editor, "three");
    assert_eq!(*editor.into_text(), "one\ntwo\nthree");
}

#[test]
fn the_cursor_does_not_stand_between_a_letter_and_its_marks() {
    let mut editor = Editor::new("?", 100);
    typing(&mut editor, "a\u{323}\u{301}b");
    editor.take(key(KeyCode::Left));
    editor.take(key(KeyCode::Left));
    assert_eq!(editor.area.cursor().1, 0);
    editor.take(key(KeyCode::Right));
    assert_eq!(editor.area.cursor().1, 3);
}
