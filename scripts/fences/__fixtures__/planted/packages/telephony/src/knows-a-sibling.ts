import '../../compliance/src/index.ts'
