{% macro _columns_without_edges(use_cases) %}
    {#- Columns whose bins are still to be fixed: {'rows': typed rows, 'use_cases': {use case: columns as of
        profiled_columns}}. A column keeps its bins for as long as its name and type stay; one that has had no
        value yet is looked at again. -#}
    {%- set known = [] -%}
    {%- if execute and is_incremental() -%}
        {%- set query -%}
            select use_case, dataset, column_name, data_type from {{ this }} where value_count > 0
        {%- endset -%}
        {%- for row in run_query(query).rows -%}{%- do known.append(row.values() | join('|')) -%}{%- endfor -%}
    {%- endif -%}
    {%- set wanted = {'rows': [], 'use_cases': {}} -%}
    {%- for use_case, declaration in use_cases.items() -%}
        {%- set profiled = assay.profiled_columns(declaration) -%}
        {%- set new = {'numbers': {}, 'texts': {}} -%}
        {%- for name, type in profiled['types'].items() -%}
            {%- set dataset = declaration.entity.relation -%}
            {%- if [use_case, dataset, name, type] | join('|') not in known -%}
                {%- set form = 'numbers' if name in profiled['numbers'] else 'texts' -%}
                {%- do new[form].update({name: profiled[form][name]}) -%}
                {%- do wanted['rows'].append({
                    'use_case': use_case,
                    'dataset': dataset,
                    'column_name': name,
                    'data_type': type,
                    'kind': 'numeric' if form == 'numbers' else 'categorical',
                    'is_time': assay._type_family(type) == 'time',
                }) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if new['numbers'] or new['texts'] -%}{%- do wanted['use_cases'].update({use_case: new}) -%}{%- endif -%}
    {%- endfor -%}
    {{ return(wanted) }}
{% endmacro %}
