//! Text that is put together from the parts of a page.

/// Text and the line breaks in it.
#[derive(Default)]
pub(super) struct Lines {
    pub text: String,
    /// Pending line breaks before the next text.
    wanted: usize,
}

impl Lines {
    pub fn line(&mut self, apart: bool) {
        if !self.text.is_empty() {
            self.wanted = self.wanted.max(if apart { 2 } else { 1 });
        }
    }

    pub fn push(&mut self, text: &str) {
        if self.wanted > 0 {
            let kept = self.text.trim_end_matches([' ', '\t']).len();
            self.text.truncate(kept);
            let there = self.text.len() - self.text.trim_end_matches('\n').len();
            self.text.push_str(&"\n".repeat(self.wanted.saturating_sub(there)));
            self.wanted = 0;
        }
        self.text.push_str(text);
    }

    pub fn words(&mut self, text: &str, as_written: bool) {
        if as_written {
            return self.push(text);
        }
        // White space collapses to one space, except for non-breaking spaces, which are intentional.
        let is_space = |sign: char| sign.is_ascii_whitespace();
        let mut parts = text.split(is_space).filter(|part| !part.is_empty()).peekable();
        if parts.peek().is_none() {
            if self.wanted == 0 && !text.is_empty() && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            return;
        }
        let space = text.starts_with(is_space) && self.wanted == 0;
        if space && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
        let joined = parts.collect::<Vec<_>>().join(" ");
        self.push(&joined);
        if text.ends_with(is_space) {
            self.text.push(' ');
        }
    }

    pub fn text(&self) -> String {
        self.text.trim().replace('\u{a0}', " ")
    }
}
