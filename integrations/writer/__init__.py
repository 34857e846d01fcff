"""
A language model that says notes in other words: any server that speaks OpenAI's chat completions, such as Ollama.

It is shown the paragraphs between greeting and sign-off and nothing else. What it answers is checked elsewhere.
"""
