{% macro _binding_problems(declaration, columns, assumptions, path) %}
    {#- One sentence per expression that the types of the columns ({name: type}) do not allow. -#}
    {%- set types = assay._expression_types(declaration) -%}
    {%- set expressions = assay._expressions(declaration) -%}
    {%- set typed = [] -%}
    {%- for place, sql in expressions.items() -%}
        {%- do typed.append('cast((' ~ sql ~ ') as ' ~ types[place] ~ ')') -%}
    {%- endfor -%}
    {%- set visible = {'prediction': types.get('label.sql', 'double'), 'actual': types.get('label.sql', 'double')} -%}
    {%- do visible.update(columns) -%}
    {%- for name in assumptions -%}{%- do visible.update({name: 'double'}) -%}{%- endfor -%}
    {%- set places = expressions.keys() | list -%}
    {%- set problems = [] -%}
    {%- for error in assay.binding_errors(typed, visible) -%}
        {%- if error -%}
            {%- do problems.append(path ~ '.' ~ places[loop.index0] ~ ': the warehouse refuses it: ' ~ error) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
