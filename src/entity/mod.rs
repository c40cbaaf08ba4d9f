//! Recognise names in a text and resolve their forms to entities.
