{% macro _explained_place(shape, class) %}
    {#- The place of the output that assay.explain_predict explains, as an expression over what assay.predict returns:
        that of the predicted class or of `class`, and the only one of another task. -#}
    {%- if shape.task != 'multiclass' -%}
        {%- if class is not none -%}
            {{ exceptions.raise_compiler_error(
                'assay.explain_predict explains one score of a model of the task ' ~ shape.task ~ ': leave class out.'
            ) }}
        {%- endif -%}
        {{ return('1') }}
    {%- elif class is not none and class | string not in shape.classes -%}
        {{ exceptions.raise_compiler_error(
            "assay.explain_predict: the model has no class '" ~ class ~ "'"
            ~ (assay._did_you_mean(class | string, shape.classes) or '.')
        ) }}
    {%- elif class is not none -%}
        {{ return(shape.classes.index(class | string) + 1) }}
    {%- endif -%}
    {%- set cases = [] -%}
    {%- for name in shape.classes -%}
        {%- do cases.append(
            'when cast(' ~ assay.text_literal(name) ~ ' as ' ~ (shape.label_type or 'string') ~ ') then ' ~ loop.index
        ) -%}
    {%- endfor -%}
    {{ return('case ' ~ adapter.quote('predicted_' ~ shape.label) ~ ' ' ~ cases | join(' ') ~ ' end') }}
{% endmacro %}
