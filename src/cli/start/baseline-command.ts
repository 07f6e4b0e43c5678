#!/usr/bin/env node
import { canRun } from './node-version.js'

if (canRun()) require('./baseline-main.cjs')
