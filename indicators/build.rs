//! Does nothing but be there: with a build script Cargo looks at every file of the package, so that a definition that is added is
//! built in as one that is changed is.

fn main() {}
