import './circle-one.ts'
