//! Query text to a tree, and the tree to the text index.
