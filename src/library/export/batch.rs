//! The report on a batch as Markdown.

use super::escape::markdown_line;
use crate::library::types::outcome::{BatchReport, Count};
use crate::text::counted;

/// What a batch brought and what became of it, as a Markdown text.
pub fn batch(report: &BatchReport) -> String {
    let (brought, outcome) = (&report.report, &report.outcome);
    let mut out = format!("# Batch {}\n\n", markdown_line(&brought.batch));
    out.push_str(&format!(
        "{}: {} read, {} skipped, {} failed. {}: {} new ({} of them versions of other documents), {}.\n\n",
        counted(brought.files, "file"),
        brought.read,
        brought.skipped,
        brought.failed,
        counted(brought.documents, "document"),
        brought.new,
        brought.near_versions,
        counted(brought.exact_copies, "exact copy"),
    ));
    out.push_str("| verdict | documents |\n|---|---:|\n");
    let verdicts =
        [("keep", outcome.keep), ("drop", outcome.drop), ("later", outcome.later), ("undecided", outcome.undecided)];
    for (verdict, documents) in verdicts {
        out.push_str(&format!("| {verdict} | {documents} |\n"));
    }
    out.push_str(&format!("\nStarred: {}. Notes: {}.\n", outcome.starred, outcome.notes));
    list(&mut out, "Decided by", &outcome.by);
    list(&mut out, "Tags", &outcome.tags);
    if !brought.listed.is_empty() {
        out.push_str("\n## Names on your lists\n\n| list | name | type | documents | first named here |\n|---|---|---|---:|---|\n");
        for listed in &brought.listed {
            let (list, name) = (markdown_line(&listed.list), markdown_line(&listed.name));
            let new = if listed.new { "yes" } else { "" };
            out.push_str(&format!("| {list} | {name} | {} | {} | {new} |\n", listed.kind.as_str(), listed.documents));
        }
    }
    if !outcome.new_names.is_empty() {
        out.push_str("\n## Names not seen before\n\n| name | type | documents |\n|---|---|---:|\n");
        for name in &outcome.new_names {
            out.push_str(&format!("| {} | {} | {} |\n", markdown_line(&name.name), name.kind.as_str(), name.documents));
        }
    }
    if !brought.failures.is_empty() {
        out.push_str("\n## Not read\n\n");
        for failure in &brought.failures {
            let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
            let (path, error) = (markdown_line(&failure.path), markdown_line(&failure.error));
            out.push_str(&format!("- {path}{line}: {error}\n"));
        }
    }
    out
}

fn list(out: &mut String, title: &str, counts: &[Count]) {
    if counts.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {title}\n\n"));
    for count in counts {
        out.push_str(&format!("- {}: {}\n", markdown_line(&count.name), counted(count.documents, "document")));
    }
}
