use super::*;

fn words(text: &str) -> (String, Vec<String>) {
    let names = Names::of(
        ["lake.png", "plans/rest.md", "a b.jpg", "audio.m4a", "2024-03-05.md", "d/x (1).png", "u\u{308}.png"]
            .into_iter(),
    );
    let words = read(text, "d/e.md", &names);
    (words.text, words.files)
}

#[test]
fn no_word_between_signs_is_lost() {
    for text in [
        "I did it![1] Then a long paragraph about my mother and the river.\n\n[1]: a note\n\nMore here.",
        "![ and ![[ and ](x) and ![a](b",
        "I shouted ![help] and left [it](https://else.example).",
        "`![x](lake.png)` and\n\n    ![x](lake.png)\n\n```\n![[lake.png]]\n```",
        "[[Mum]] and [[Mum|her]] ==mark== %%comment%% #tag/sub ^block\n> [!note] callout\n- [x] done",
        "Inline ![[2024-03-05]] and ![[Some note#heading]]",
        "3 * 4 * 5 and _this_ <b>bold</b> & &amp; \\* \\[x\\](y)",
        "![far](https://else.example/lake.png) ![gone](gone.png)",
        "<div>![x](y)",
        "more </audio> end",
    ] {
        assert_eq!(words(text), (text.to_owned(), vec![]));
    }
    let escaped = "A \\![x](lake.png) B and \\![[lake.png]] and \\![a b](lake.png =3x4)";
    assert_eq!(words(escaped).0, escaped);
    assert_eq!(words("and [a photo](lake.png)."), ("and [a photo](lake.png).".into(), vec!["lake.png".into()]));
}

#[test]
fn pictures_within_a_text_become_files() {
    let find = |_: &str, _: bool| Target::Text;
    let words = read_with("a ![dawn](data:image/png;base64,iVBO) b <img src='data:image/gif;base64,R0lG'> c", &find);
    let names: Vec<&str> = words.embedded.iter().map(|file| file.name.as_str()).collect();
    assert_eq!((words.text.as_str(), names), ("a dawn b c", vec!["picture.png", "picture.gif"]));
    let other = "![x](data:image/svg+xml;base64,QQ==) and ![y](data:image/png;base64,!)";
    assert_eq!(read_with(other, &find).text, other);
}

#[test]
fn pictures_are_taken_out_and_captions_stay() {
    for (text, kept, files) in [
        ("Morning ![[lake.png]] walk.\n\nRest.", "Morning walk.\n\nRest.", vec!["lake.png"]),
        ("![[lake.png|300]]\nafter", "after", vec!["lake.png"]),
        ("a ![[audio.m4a#t=20]] b ![[lake.png#x|mine]]", "a b mine", vec!["audio.m4a", "lake.png"]),
        ("a\n\n![lake.png](lake.png)\n\nb", "a\n\nb", vec!["lake.png"]),
        ("![Moon over the lake](../lake.png \"at nine\") end", "Moon over the lake at nine end", vec!["lake.png"]),
        ("![](lake.png 'only a title') end", "only a title end", vec!["lake.png"]),
        ("![lake](lake.png \"lake\")", "", vec!["lake.png"]),
        ("![two\nlines](lake.png)", "two lines", vec!["lake.png"]),
        ("![a ![b](a%20b.jpg) c](lake.png)", "a b c", vec!["a b.jpg", "lake.png"]),
        ("![so <b>still</b>](lake.png)", "so <b>still</b>", vec!["lake.png"]),
        ("[![the lake](lake.png)](https://else.example/x)", "[the lake](https://else.example/x)", vec!["lake.png"]),
        ("![my Foto](lake.png)![Foto](lake.png)", "my Foto Foto", vec!["lake.png"]),
        (
            "![her](<d/x (1).png>) ![one](a b.jpg) `![x](a b.jpg)`",
            "her one `![x](a b.jpg)`",
            vec!["d/x (1).png", "a b.jpg"],
        ),
        ("![x (1).png](x (1).png)", "", vec!["d/x (1).png"]),
        ("one![two](lake.png)three![](lake.png)four", "one two three four", vec!["lake.png"]),
        ("- ![[lake.png]]\n- word", "- \n- word", vec!["lake.png"]),
        ("![a [nested] word|200x100](<a b.jpg>)", "a [nested] word", vec!["a b.jpg"]),
        ("![x](a%20b.jpg)![[audio.m4a]]", "x", vec!["a b.jpg", "audio.m4a"]),
        ("![y][ref]\n\n[ref]: lake.png", "y\n\n[ref]: lake.png", vec!["lake.png"]),
        ("![z](<x (1).png>) and ![z](x\\ \\(1\\).png)", "z and ![z](x\\ \\(1\\).png)", vec!["d/x (1).png"]),
        ("so <img src=\"lake.png\" alt=\"Still\" width=3/> it was", "so Still it was", vec!["lake.png"]),
        ("<img src='lake.png'>\n\nafter", "after", vec!["lake.png"]),
        ("a ![x](lake.png){:height 300, :width 400} b {:height 1}", "a x b {:height 1}", vec!["lake.png"]),
        ("a ![at dawn](lake.png =300x200) b ![](a b.jpg =300x) c", "a at dawn b c", vec!["lake.png", "a b.jpg"]),
        (
            "<p align=\"center\">\n<img\n  src=\"lake.png\" alt=\"a > b\">\n</p>\n\nafter",
            "<p align=\"center\">\na > b\n</p>\n\nafter",
            vec!["lake.png"],
        ),
        ("<div><audio src='audio.m4a'></audio>\n<b>x</b></div>", "<div>\n<b>x</b></div>", vec!["audio.m4a"]),
        ("![d](a b.jpg \"at (nine)\") x ![](a b.jpg 'y')", "d at (nine) x y", vec!["a b.jpg"]),
        ("see <a href=\"lake.png\">it</a> now", "see <a href=\"lake.png\">it</a> now", vec!["lake.png"]),
        ("<div>\n<a href='audio.m4a'>x</a></div>", "<div>\n<a href='audio.m4a'>x</a></div>", vec!["audio.m4a"]),
        ("![[\u{dc}.png]] ![\u{fc}](\u{fc}.png) x", "x", vec!["u\u{308}.png"]),
        ("so <audio controls src=\"audio.m4a\"></audio> it was", "so it was", vec!["audio.m4a"]),
    ] {
        assert_eq!(words(text), (kept.to_owned(), files.into_iter().map(String::from).collect()), "{text}");
    }
}

#[test]
fn a_long_line_takes_no_longer_than_its_length() {
    let begun = std::time::Instant::now();
    for text in [
        "![a](b c) ".repeat(20_000),
        "![a](b c.png ".repeat(20_000),
        "`a` ![b](c d)\n".repeat(50_000),
        "![](lake.png)".repeat(20_000),
        "<p>\n<img <img '".repeat(20_000),
        "![](lake.png){:".repeat(20_000),
    ] {
        assert!(!words(&text).0.contains("no such word"));
    }
    // Seconds even without optimization; it was hours.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
