//! Pledge scorecards for children in care.
pub mod assemble;
pub mod calendar;
pub mod definitions;
pub mod extracts;
pub mod feeds;
pub mod job;
pub mod measure;
pub mod nearest;
pub mod problem;
pub mod problem_codes;
pub mod rating;
pub mod render;
pub mod scorecard;
pub mod statistics;
pub mod tables;
pub mod threads;
