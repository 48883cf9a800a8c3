import '../../core/src/permit.ts'
