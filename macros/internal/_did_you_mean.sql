{% macro _did_you_mean(word, candidates) %}
    {#- `; did you mean 'x'?` with the candidate that the fewest changes of a letter lead to, or nothing where
        more than a third of the letters would have to change. -#}
    {%- set word = word | string -%}
    {%- set best = namespace(candidate=none, distance=(word | length + 2) // 3 + 1) -%}
    {%- for candidate in candidates -%}
        {%- set row = namespace(previous=range(candidate | length + 1) | list) -%}
        {%- for letter in word | lower -%}
            {%- set current = [loop.index] -%}
            {%- for other in candidate | lower -%}
                {%- set replaced = row.previous[loop.index0] + (0 if letter == other else 1) -%}
                {%- do current.append([row.previous[loop.index] + 1, current[-1] + 1, replaced] | min) -%}
            {%- endfor -%}
            {%- set row.previous = current -%}
        {%- endfor -%}
        {%- if row.previous[-1] < best.distance -%}
            {%- set best.candidate = candidate -%}
            {%- set best.distance = row.previous[-1] -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return('' if best.candidate is none else "; did you mean '" ~ best.candidate ~ "'?") }}
{% endmacro %}
