//! The allocator that the addon installs, so that tests run with regions, as for users.

use std::alloc::System;

use posse_region::Allocator;

#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator(System);
