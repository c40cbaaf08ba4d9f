//! `--recogniser` and the configuration's `recogniser`: a model of the user's own that reads names.

use super::Failed;
use super::config::Config;
use super::out::say;
use crate::library::{BadModel, Library, READS_MODELS, Recogniser, open_model};
use crate::text::counted;
use std::path::PathBuf;
use std::sync::Arc;

/// Says that the built-in recogniser is meant, whatever the configuration says.
const BUILT_IN: &str = "built-in";

const OPTION: &str = "--recogniser";

/// A model that was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub folder: PathBuf,
    /// How it was named.
    by: &'static str,
}

impl Named {
    fn failed(&self, error: &BadModel) -> Failed {
        Failed::Usage(format!("{}: {error}", self.by))
    }
}

/// The model that is to read names, if one is named.
///
/// # Errors
/// When this build reads no models.
pub fn named(option: Option<PathBuf>, config: &Config) -> Result<Option<Named>, Failed> {
    let named = match (option, &config.recogniser) {
        (Some(folder), _) if folder.as_os_str() == BUILT_IN => None,
        (Some(folder), _) => Some(Named { folder, by: OPTION }),
        (None, Some(folder)) => Some(Named { folder: folder.clone(), by: "the configuration's recogniser" }),
        (None, None) => None,
    };
    match named {
        Some(named) if !READS_MODELS => Err(named.failed(&BadModel::NotBuilt)),
        named => Ok(named),
    }
}

/// Opens the model that is named.
///
/// # Errors
/// When its folder is of no use.
pub fn open(named: Option<&Named>) -> Result<Option<Arc<dyn Recogniser>>, Failed> {
    named.map(|named| open_model(&named.folder).map_err(|error| named.failed(&error))).transpose()
}

/// Lets the model that is named read what a library reads for names.
///
/// # Errors
/// When its folder is of no use.
pub fn put(library: &mut Library, named: Option<&Named>) -> Result<(), Failed> {
    if let Some(model) = open(named)? {
        library.read_names_with(model);
    }
    Ok(())
}

/// Says so when some names have been read by another recogniser than what comes now will be.
///
/// # Errors
/// When the library cannot be read.
pub fn tell_of_others(library: &Library, named: Option<&Named>) -> Result<(), Failed> {
    // Those of an older built-in one are told elsewhere, and nobody chose them.
    let others = if named.is_some() { library.names_of_others()? } else { library.names_of_models()? };
    if others > 0 {
        let documents = counted(u64::from(others), "document");
        let told = match named {
            Some(named) => {
                let again = match named.by {
                    OPTION => format!(" {OPTION} {}", named.folder.display()),
                    _ => String::new(),
                };
                format!(
                    "another recogniser has read the names of {documents}; `variorum rebuild --names{again}` reads all with this one"
                )
            }
            None => format!(
                "a model has read the names of {documents}, and what comes now is read by the built-in recogniser; {OPTION} names the model"
            ),
        };
        say(&format!("note: {told}"));
    }
    Ok(())
}
