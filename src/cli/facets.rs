//! `variorum facets`: what a query finds, counted.

use super::out::Out;
use super::search::nothing_found;
use super::{Ended, Failed, query_failed};
use crate::library::Library;
use crate::library::types::facets::FacetValue;
use serde::Serialize;
use std::sync::atomic::AtomicBool;

#[derive(Serialize)]
struct Line<'f> {
    facet: &'static str,
    #[serde(flatten)]
    value: &'f FacetValue,
}

pub fn run(library: &mut Library, query: &str, out: &mut Out) -> Result<Ended, Failed> {
    let facets =
        library.facets(query, &AtomicBool::new(false), &|_, _| {}).map_err(|error| query_failed(query, error))?;
    for facet in &facets {
        if !out.json {
            out.line(facet.name)?;
        }
        for value in &facet.values {
            match out.json {
                true => out.record(&Line { facet: facet.name, value })?,
                false => out.line(&format!("{:>9}  {}", value.documents, value.value))?,
            }
        }
    }
    out.flush()?;
    if facets.is_empty() {
        nothing_found(library, query);
    }
    Ok(if facets.is_empty() { Ended::Partly } else { Ended::Done })
}
