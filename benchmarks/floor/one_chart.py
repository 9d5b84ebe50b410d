"""The floor for pages with charts: one slider, one line, nothing else."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

st.title("One slider, one chart")
power = st.slider("Power", 0.1, 3.0, 1.0, 0.1, key="power")
x = np.linspace(0.0, 1.0, 100)
figure = go.Figure(go.Scatter(x=x, y=x ** power, mode="lines"))
figure.update_layout(yaxis_range=[0, 1], height=340)
st.plotly_chart(figure, key="chart")
