declare module 'plotly.js-basic-dist-min' {
  const plotly: typeof import('plotly.js');
  export default plotly;
}
