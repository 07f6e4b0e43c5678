#!/usr/bin/env node
import { canRun } from './node-version.js'

if (canRun()) require('./config-generator-main.cjs')
