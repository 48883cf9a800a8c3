import './circle-two.ts'
