//! A PDF file that is written object by object. Written objects are not kept, so memory does not grow with the number
//! of pages; only their offsets are, eight bytes per object.

use std::io::{self, Write};

use pdf_writer::writers::{Catalog, DocumentInfo, Pages};
use pdf_writer::{Chunk, Ref, TextStr};

/// The number of pages in a node of the page tree: readers find a page through nodes instead of a list of all.
const NODE: usize = 200;

pub(super) struct Paper<W> {
    out: W,
    at: u64,
    /// The offset of each object, by its number from 1; 0 until it is written.
    starts: Vec<u64>,
    root: Ref,
    /// Written nodes, with their number of pages.
    nodes: Vec<(Ref, i32)>,
    node: Ref,
    pages: Vec<Ref>,
}

impl<W: Write> Paper<W> {
    pub fn begin(mut out: W) -> io::Result<Self> {
        let head = b"%PDF-1.7\n%\x80\x80\x80\x80\n";
        out.write_all(head)?;
        let (starts, first) = (vec![0, 0], Ref::new(1));
        let at = head.len() as u64;
        Ok(Self { out, at, starts, root: first, nodes: Vec::new(), node: first.next(), pages: Vec::new() })
    }

    /// A number for an object that is written later.
    pub fn reserve(&mut self) -> Ref {
        self.starts.push(0);
        Ref::new(i32::try_from(self.starts.len()).unwrap_or(i32::MAX))
    }

    /// Writes the object of this number. `write` must put exactly that object into the chunk.
    pub fn object(&mut self, id: Ref, write: impl FnOnce(&mut Chunk)) -> io::Result<()> {
        let mut chunk = Chunk::new();
        write(&mut chunk);
        if let Some(start) = self.starts.get_mut(place(id)) {
            *start = self.at;
        }
        self.at += chunk.len() as u64;
        self.out.write_all(chunk.as_bytes())
    }

    /// Appends a page and returns its parent. The page itself may be written later.
    pub fn add(&mut self, page: Ref) -> io::Result<Ref> {
        if self.pages.len() == NODE {
            self.end_node()?;
            self.node = self.reserve();
        }
        self.pages.push(page);
        Ok(self.node)
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.nodes.len() * NODE + self.pages.len()
    }

    fn end_node(&mut self) -> io::Result<()> {
        let (node, parent, pages) = (self.node, self.root, std::mem::take(&mut self.pages));
        let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
        self.nodes.push((node, count));
        self.object(node, |chunk| {
            chunk.indirect(node).start::<Pages>().parent(parent).count(count).kids(pages);
        })
    }

    /// Writes the page tree and the table of objects.
    pub fn finish(mut self, title: &str) -> io::Result<W> {
        self.end_node()?;
        let (root, nodes) = (self.root, std::mem::take(&mut self.nodes));
        let count = nodes.iter().map(|(_, count)| count).sum();
        self.object(root, |chunk| {
            chunk.indirect(root).start::<Pages>().count(count).kids(nodes.iter().map(|(node, _)| *node));
        })?;
        let (catalog, info) = (self.reserve(), self.reserve());
        self.object(catalog, |chunk| {
            chunk.indirect(catalog).start::<Catalog>().pages(root);
        })?;
        self.object(info, |chunk| {
            chunk.indirect(info).start::<DocumentInfo>().title(TextStr(title)).creator(TextStr("Afterglow"));
        })?;
        let size = self.starts.len() + 1;
        write!(self.out, "xref\n0 {size}\n0000000000 65535 f\r\n")?;
        for start in &self.starts {
            // A number that was reserved but not written is marked as free.
            let (generation, kind) = if *start == 0 { (65_535, 'f') } else { (0, 'n') };
            write!(self.out, "{start:010} {generation:05} {kind}\r\n")?;
        }
        let (root, info, at) = (catalog.get(), info.get(), self.at);
        write!(self.out, "trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R >>\nstartxref\n{at}\n%%EOF\n")?;
        Ok(self.out)
    }
}

fn place(id: Ref) -> usize {
    usize::try_from(id.get() - 1).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_where_each_object_begins_and_pages_are_in_nodes() {
        let mut paper = Paper::begin(Vec::new()).unwrap();
        let never = paper.reserve();
        for _ in 0..NODE + 1 {
            let page = paper.reserve();
            let parent = paper.add(page).unwrap();
            paper
                .object(page, |chunk| {
                    chunk.page(page).parent(parent);
                })
                .unwrap();
        }
        assert_eq!(paper.pages(), NODE + 1);
        let file = paper.finish("A title").unwrap();
        let all = String::from_utf8_lossy(&file).into_owned();
        let table: usize = all.lines().rev().nth(1).unwrap().parse().unwrap();
        assert!(file[table..].starts_with(b"xref\n0 "));
        let text = String::from_utf8_lossy(&file[table..]).into_owned();
        let mut free = 0;
        for (number, line) in text.lines().skip(3).take_while(|line| line.len() >= 18).enumerate() {
            let (start, kind) = (line[..10].parse::<usize>().unwrap(), &line[17..18]);
            if kind == "f" {
                free += 1;
                assert_eq!(number + 1, never.get() as usize);
                continue;
            }
            assert!(file[start..].starts_with(format!("{} 0 obj\n", number + 1).as_bytes()), "{line}");
        }
        assert_eq!(free, 1);
        assert!(
            all.contains(&format!("/Count {}", NODE + 1)) && all.contains("/Count 200") && all.contains("/Count 1\n")
        );
    }
}
