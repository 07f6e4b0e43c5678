//! The allocator that the addon installs: tests run as users do, with regions.

use std::alloc::System;

use posse_region::Allocator;

#[global_allocator]
static ALLOCATOR: Allocator<System> = Allocator(System);
