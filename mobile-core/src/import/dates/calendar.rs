//! The names of months and weekdays, in the most frequent languages of dated journals.

use unicode_normalization::UnicodeNormalization as _;

/// In the order of the year; of each language the forms that occur in dates.
const MONTHS: [&str; 12] = [
    "january januar jänner janvier enero gennaio janeiro januari января styczeń stycznia leden ledna ocak tammikuuta \
     tammikuu január januára ιανουαρίου січня ianuarie gener януари يناير ינואר जनवरी",
    "february februar feber février fevrier febrero febbraio fevereiro februari февраля luty lutego únor února şubat \
     helmikuuta helmikuu február februára φεβρουαρίου лютого februarie febrer февруари فبراير פברואר फ़रवरी",
    "march märz maerz mrz mars marzo março maart mrt марта marzec marca březen března marts mart maaliskuuta maaliskuu \
     március μαρτίου березня martie març maret март مارس מרץ मार्च",
    "april avril abril aprile апреля kwiecień kwietnia duben dubna nisan huhtikuuta huhtikuu április apríla απριλίου \
     квітня aprilie април أبريل ابريل אפריל अप्रैल",
    "may mai mayo maggio maio mei maj мая maja květen května mayıs toukokuuta toukokuu május mája μαΐου μαίου травня \
     maig май مايو מאי",
    "june juni juin junio giugno junho июня czerwiec czerwca červen června haziran kesäkuuta kesäkuu június júna ιουνίου \
     червня iunie juny юни يونيو יוני जून",
    "july juli juillet julio luglio julho июля lipiec lipca červenec července temmuz heinäkuuta heinäkuu július júla \
     ιουλίου липня iulie juliol юли يوليو יולי जुलाई",
    "august août aout agosto augustus augusti августа sierpień sierpnia srpen srpna ağustos elokuuta elokuu augusztus \
     augusta αυγούστου серпня agost agustus август أغسطس اغسطس אוגוסט अगस्त",
    "september septembre septiembre settembre setembro сентября wrzesień września září eylül syyskuuta syyskuu \
     szeptember septembra σεπτεμβρίου вересня septembrie setembre септември سبتمبر ספטמבר सितंबर",
    "october oktober octobre octubre ottobre outubro октября październik października říjen října ekim lokakuuta lokakuu \
     október októbra οκτωβρίου жовтня octombrie октомври أكتوبر اكتوبر אוקטובר अक्टूबर",
    "november novembre noviembre novembro ноября listopad listopada kasım marraskuuta marraskuu novembra νοεμβρίου \
     листопада noiembrie ноември نوفمبر נובמבר नवंबर",
    "december dezember décembre decembre diciembre dicembre dezembro desember декабря grudzień grudnia prosinec prosince \
     aralık joulukuuta joulukuu decembra δεκεμβρίου грудня decembrie desembre декември ديسمبر דצמבר दिसंबर",
];

/// Weekdays that are abbreviated to two letters or more.
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag \
     freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves \
     viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag \
     vrijdag zaterdag понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер \
     п\u{2bc}ятниця субота неділя δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή 星期一 星期二 星期三 星期四 \
     星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日 週一 週二 週三 週四 週五 週六 週日 月曜日 火曜日 \
     水曜日 木曜日 金曜日 土曜日 日曜日 월요일 화요일 수요일 목요일 금요일 토요일 일요일";
/// Weekdays whose two-letter abbreviations are ordinary words of other languages.
const OTHER_WEEKDAYS: &str = "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira poniedziałek wtorek środa \
     czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle måndag mandag tisdag tirsdag onsdag \
     torsdag fredag lördag lørdag søndag söndag pazartesi salı çarşamba perşembe cuma cumartesi pazar maanantai tiistai \
     keskiviikko torstai perjantai lauantai sunnuntai hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți \
     miercuri joi vineri sâmbătă duminică dilluns dimarts dimecres dijous divendres dissabte diumenge senin selasa rabu \
     kamis jumat sabtu minggu";
/// Weekdays of one sign, in brackets after a date.
const SIGNS: &str = "月火水木金土日월화수목금토일一二三四五六";

/// A month by its name or by the beginning of its name.
pub(super) fn month(word: &str) -> Option<i8> {
    // File names of a Mac have their letters decomposed.
    let word: String = word.nfc().flat_map(char::to_lowercase).collect();
    if word.chars().count() < 3 {
        return None;
    }
    // In Hebrew "in" is a prefix.
    let word = word.strip_prefix('ב').unwrap_or(&word);
    // Whole names first: one name may begin another, as `červen` does `červenec`.
    let names = |is: &dyn Fn(&str) -> bool| MONTHS.iter().position(|names| names.split(' ').any(is));
    let found = names(&|name| name == word).or_else(|| names(&|name| name.starts_with(word)))?;
    Some(found as i8 + 1)
}

/// `Mon`, `Mon.`, `Montag`: a weekday's name or abbreviation.
pub(in crate::import) fn is_weekday(word: &str) -> bool {
    let word: String = word.trim_end_matches(['.', ',']).nfc().flat_map(char::to_lowercase).collect();
    let begins = |days: &str| days.split(' ').any(|day| day.starts_with(&word));
    match word.chars().count() {
        0 | 1 => false,
        2 => begins(WEEKDAYS),
        _ => begins(WEEKDAYS) || begins(OTHER_WEEKDAYS),
    }
}

/// The end of a weekday at the beginning of a text, between a date and its time: ` Tue `, ` (火) `, `, вторник, `. 0 if
/// there is none.
pub(super) fn weekday_end(text: &str) -> usize {
    // The sign for "day" belongs to the date.
    let start = text.strip_prefix(['日', '일']).unwrap_or(text).trim_start_matches([' ', ',', '.']);
    let (open, inner) = match start.strip_prefix(['(', '（']) {
        Some(inner) => (true, inner),
        None => (false, start),
    };
    let length = inner.find(|sign: char| !sign.is_alphabetic() && sign != '-').unwrap_or(inner.len());
    let (word, rest) = inner.split_at(length);
    let mut signs = word.chars();
    let is_sign = open && matches!((signs.next(), signs.next()), (Some(sign), None) if SIGNS.contains(sign));
    if !is_sign && !is_weekday(word) {
        return 0;
    }
    let rest = if open { rest.trim_start_matches([')', '）']) } else { rest.trim_start_matches(['.', ',']) };
    text.len() - rest.len()
}
