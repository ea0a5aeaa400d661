//! Dates in the names of files and folders.

use jiff::civil::Date;

use super::calendar::month;
use super::{Order, Written, find, is_all};

/// The date in the name of a file or of its folders.
pub(in crate::import) fn of_name(name: &str, order: Order) -> Option<Written> {
    let last = super::super::names::last(name);
    let stem = if super::super::names::ending(name).len() <= 8 { super::super::names::stem(name) } else { last };
    find(stem, order).or_else(|| of_folders(name, stem)).or_else(|| of_days_folder(name, order))
}

/// `2024-03-05/morning.md`, `2024/03/05/morning.md`: a folder for each day. The name of another folder, such as that of
/// the export, counts only if it is nothing but a date, and the date is marked as the folder's.
fn of_days_folder(name: &str, order: Order) -> Option<Written> {
    let folder = super::super::names::folder(name);
    let folders: Vec<&str> = folder.split('/').collect();
    let last = folders.last().copied().unwrap_or_default();
    let parts = folders.len().checked_sub(3).map(|from| folders[from..].join("/")).unwrap_or_default();
    let whole = [last.to_owned(), parts].into_iter().find(|text| is_all(text, order))?;
    find(&whole, order).map(|written| Written { of_folder: true, ..written })
}

/// `2024/03/08.md`, `2024/03-March/8 Friday.md`, `2024/03-08.md`.
fn of_folders(name: &str, stem: &str) -> Option<Written> {
    let folders: Vec<&str> = super::super::names::folder(name).split('/').collect();
    let number = |text: &str| {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        if digits.len() <= 2 { digits.parse::<i8>().ok() } else { None }
    };
    let alone = |date: Date| Some(Written::from(date));
    for (at, folder) in folders.iter().enumerate().rev() {
        let year = folder.get(..4).filter(|_| folder.len() == 4).and_then(|year| year.parse::<i16>().ok());
        let year = year.filter(|year| (1_800..2_200).contains(year));
        let (year, in_folder) = match (year, folder.split_once(['-', '_', '.'])) {
            (Some(year), _) => (year, None),
            // `2024-03`, and `03-2024`.
            (None, Some((year, rest))) if year.len() == 4 => match (year.parse::<i16>(), number(rest)) {
                (Ok(year), Some(month)) => (year, Some(month)),
                _ => continue,
            },
            (None, Some((month, year))) if year.len() == 4 => match (year.parse::<i16>(), number(month)) {
                (Ok(year), Some(month)) if (1_800..2_200).contains(&year) => (year, Some(month)),
                _ => continue,
            },
            // `March 2024`
            (None, None) if folder.contains(' ') => {
                let (word, year) = folder.split_once(' ').unwrap_or_default();
                match (year.parse::<i16>(), month(word)) {
                    (Ok(year), Some(month)) if (1_800..2_200).contains(&year) => (year, Some(month)),
                    _ => continue,
                }
            }
            _ => continue,
        };
        let below = folders.get(at + 1).copied();
        let of_month = in_folder.or_else(|| below.and_then(|text| number(text).or_else(|| month(text))));
        if let Some(found) = of_month
            && let Some(date) = number(stem).and_then(|day| Date::new(year, found, day).ok())
        {
            return alone(date);
        }
        // The name has month and day, or day and month: `03-08`, `March 8`, `8 March`.
        let (one, rest) = stem.split_once(['-', '_', '.', ' '])?;
        let two = rest.trim_start().split([' ', '_', '.', ',']).next().unwrap_or_default();
        let (month, day) = match month(two) {
            Some(month) => (month, number(one)?),
            None => (number(one).or_else(|| month(one))?, number(two)?),
        };
        return alone(Date::new(year, month, day).ok()?);
    }
    None
}
