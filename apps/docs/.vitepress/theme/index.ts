import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import LiveTraining from "./live-training.vue";
import "./tables.css";

const theme: Theme = {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("LiveTraining", LiveTraining);
  },
};
export default theme;
