{% macro _numbered_outputs(shape) %}
    {#- The rows of a model's outputs with model_number, their place in `shape.outputs`, as a query in brackets. -#}
    {%- set cases = [] -%}
    {%- for output in shape.outputs -%}
        {%- do cases.append('when ' ~ assay.text_literal(output.name) ~ ' then ' ~ loop.index) -%}
    {%- endfor -%}
    {{ return('(select *, case output ' ~ cases | join(' ') ~ ' end as model_number from ' ~ shape.current ~ ' as stored)') }}
{% endmacro %}
