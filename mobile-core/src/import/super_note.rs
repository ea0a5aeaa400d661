//! The tree of Standard Notes' "super" editor as text: paragraphs, lists, tables, links.

use serde_json::Value;

/// Deeper than any note.
const DEEPEST: usize = 100;
/// Elements within a line.
const INLINE: [&str; 8] = ["text", "code-highlight", "linebreak", "tab", "link", "autolink", "hashtag", "overflow"];

/// The text of a note.
pub(super) fn words(note: &Value) -> String {
    let mut out = String::new();
    blocks(children(&note["root"]), &mut out, 0);
    out.trim().to_owned()
}

fn children(node: &Value) -> &[Value] {
    node["children"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'a>(node: &'a Value, name: &str) -> &'a str {
    node[name].as_str().unwrap_or_default()
}

/// Ends the last line, if it has text, and adds an empty one if `apart`.
fn line(out: &mut String, apart: bool) {
    let kept = out.trim_end_matches('\n').len();
    let wanted: usize = if apart { 2 } else { 1 };
    if kept > 0 {
        out.push_str(&"\n".repeat(wanted.saturating_sub(out.len() - kept)));
    }
}

fn blocks(nodes: &[Value], out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    for node in nodes {
        match text(node, "type") {
            kind if INLINE.contains(&kind) => inline(node, out, depth),
            "list" => {
                line(out, true);
                list(node, out, depth, 0);
                line(out, true);
            }
            "table" => {
                line(out, true);
                for row in children(node) {
                    out.push('|');
                    for cell in children(row) {
                        let mut words = String::new();
                        blocks(children(cell), &mut words, depth + 1);
                        out.push_str(&format!(" {} |", words.trim().replace('\n', " ")));
                    }
                    out.push('\n');
                }
                line(out, true);
            }
            "horizontalrule" => {
                line(out, true);
                out.push_str("---");
                line(out, true);
            }
            _ => {
                line(out, true);
                out.push_str(text(node, "text"));
                blocks(children(node), out, depth + 1);
                // Embedded pages and pictures elsewhere.
                for name in ["alt", "src", "url", "videoID", "tweetID"] {
                    if !text(node, name).is_empty() {
                        line(out, false);
                        out.push_str(text(node, name));
                    }
                }
                line(out, true);
            }
        }
    }
}

fn inline(node: &Value, out: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match text(node, "type") {
        "linebreak" => out.push('\n'),
        "tab" => out.push('\t'),
        "link" | "autolink" => {
            let mut words = String::new();
            children(node).iter().for_each(|child| inline(child, &mut words, depth + 1));
            match text(node, "url") {
                url if url.is_empty() || url == words => out.push_str(&words),
                url => out.push_str(&format!("[{words}]({url})")),
            }
        }
        _ => {
            out.push_str(text(node, "text"));
            children(node).iter().for_each(|child| inline(child, out, depth + 1));
        }
    }
}

/// A list. A nested one is the only child of an item of its own.
fn list(node: &Value, out: &mut String, depth: usize, indent: usize) {
    if depth > DEEPEST {
        return;
    }
    let mut number = node["start"].as_u64().unwrap_or(1);
    for item in children(node) {
        let (nested, own): (Vec<&Value>, Vec<&Value>) =
            children(item).iter().partition(|child| text(child, "type") == "list");
        if !own.is_empty() {
            let mark = match text(node, "listType") {
                "check" if item["checked"] == true => "- [x] ".to_owned(),
                "check" => "- [ ] ".to_owned(),
                "number" => format!("{number}. "),
                _ => "- ".to_owned(),
            };
            number = number.saturating_add(1);
            let mut words = String::new();
            for child in own {
                blocks(std::slice::from_ref(child), &mut words, depth + 1);
            }
            out.push_str(&format!("{}{mark}{}\n", "  ".repeat(indent), words.trim()));
        }
        for inner in nested {
            list(inner, out, depth + 1, indent + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_a_tree_is_lost_or_joined_to_another() {
        let tree = r#"{"root":{"children":[
            {"type":"paragraph","children":[{"type":"text","text":"One "},{"type":"link","url":"https://else.example/x","children":[{"type":"text","text":"two"}]},{"type":"linebreak"},{"type":"text","text":"three"}]},
            {"type":"list","listType":"bullet","children":[
                {"type":"listitem","children":[{"type":"text","text":"a"}]},
                {"type":"listitem","children":[{"type":"list","listType":"check","children":[{"type":"listitem","checked":true,"children":[{"type":"text","text":"b"}]}]}]},
                {"type":"listitem","children":[{"type":"text","text":"c"}]}]},
            {"type":"table","children":[{"type":"tablerow","children":[
                {"type":"tablecell","children":[{"type":"paragraph","children":[{"type":"text","text":"d"}]}]},
                {"type":"tablecell","children":[{"type":"paragraph","children":[{"type":"text","text":"e"}]}]}]}]},
            {"type":"collapsible-container","children":[
                {"type":"collapsible-title","children":[{"type":"text","text":"f"}]},
                {"type":"collapsible-content","children":[{"type":"paragraph","children":[{"type":"text","text":"g"}]}]}]},
            {"type":"horizontalrule"},
            {"type":"youtube","videoID":"abc"},
            {"type":"unencrypted-image","src":"https://else.example/p.png","alt":"dawn"}]}}"#;
        let words = words(&serde_json::from_str(tree).unwrap());
        assert_eq!(
            words,
            "One [two](https://else.example/x)\nthree\n\n- a\n  - [x] b\n- c\n\n| d | e |\n\nf\n\ng\n\n---\n\nabc\n\n\
             dawn\nhttps://else.example/p.png"
        );
    }
}
