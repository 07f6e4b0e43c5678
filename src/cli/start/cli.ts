#!/usr/bin/env node
import { canRun } from './node-version.js'
import { startPosse } from './posse.js'

if (canRun()) startPosse()
