//! What is known of an entity, in lines.

use crate::library::types::day;
use crate::library::types::entities::Card;
use crate::text::counted;

/// The card of an entity as people read it.
pub fn card_lines(card: &Card) -> Vec<String> {
    let kind = card.kind.map_or("", |kind| kind.as_str());
    let mut lines = vec![
        format!("{} · {kind} · e{}", card.name, card.entity),
        format!("{} in {}", counted(card.mentions, "mention"), counted(card.documents, "document")),
    ];
    if let Some((batch, key)) = &card.first {
        lines.push(format!("first named in batch {batch}: {key}"));
    }
    for on in &card.listed {
        let id = on.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
        lines.push(format!("on your list {}: {}{id}", on.list, on.name));
    }
    if let Some((first, last)) = &card.dates {
        let (first, last) = (day(first), day(last));
        let undated = if card.undated > 0 { format!(", {} without a date", card.undated) } else { String::new() };
        lines.push(if first == last { format!("of {first}{undated}") } else { format!("{first} to {last}{undated}") });
    }
    lines.extend([String::new(), "forms:".to_owned()]);
    let width = card.forms.iter().map(|form| form.mentions.to_string().len()).max().unwrap_or(1);
    for form in &card.forms {
        let kind = if Some(form.kind) == card.kind { String::new() } else { format!(" ({})", form.kind.as_str()) };
        let reason = if form.reason.is_empty() { String::new() } else { format!(": {}", form.reason) };
        lines.push(format!("  {:>width$}  {}{kind}{reason}", form.mentions, form.text));
    }
    if !card.beside.is_empty() {
        let of = if card.looked_at < card.documents {
            format!(", in the first {} documents", card.looked_at)
        } else {
            String::new()
        };
        lines.extend([String::new(), format!("stands near{of}:")]);
        let most = card.beside.iter().map(|beside| beside.2.to_string().len()).max().unwrap_or(1);
        lines.extend(
            card.beside.iter().map(|(name, kind, count)| format!("  {count:>most$}  {name} · {}", kind.as_str())),
        );
    }
    if card.by_date.len() > 1 {
        lines.extend([String::new(), "documents by date:".to_owned()]);
        lines.extend(card.by_date.iter().map(|(period, count)| format!("  {period}  {count}")));
    }
    if !card.versions.is_empty() {
        lines.extend([String::new(), "versions that differ:".to_owned()]);
        for (with, without) in &card.versions {
            lines.push(format!("  in {}", with.join(", ")));
            lines.push(format!("    not in {}", without.join(", ")));
        }
    }
    lines
}
